using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>Takes the data of ingest jobs in.</summary>
internal sealed class IngestUpload(Org org)
{
    /// <summary>Saves an upload and gives its path.</summary>
    /// <exception cref="ApiException">It is too large.</exception>
    public async Task<string> SaveAsync(Stream content, CancellationToken cancellationToken)
    {
        // Base64 makes four bytes of three.
        var limit = org.Bulk.MaxUploadBytes;
        return await org.BulkFiles.SaveAsync(content, limit / 4 * 3, cancellationToken)
            ?? throw new ApiException(
                StatusCodes.Status413PayloadTooLarge,
                "CLIENTINPUTERROR",
                $"Job data exceeds the maximum allowed size of {limit / 1_000_000} MB after it is base64 encoded.");
    }

    /// <summary>Reads a job and its data from the parts of one request.</summary>
    /// <exception cref="ApiException">The parts are not a job and its data.</exception>
    public async Task<IngestJob> ReadJobWithDataAsync(HttpContext context, MediaTypeHeaderValue type)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary))
        {
            throw ApiException.BadRequest("INVALID_MULTIPART_REQUEST", "the boundary is missing");
        }

        try
        {
            var reader = new MultipartReader(boundary, context.Request.Body);
            IngestJob? job = null;
            while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
            {
                switch (PartName(section))
                {
                    case "job" when job is null:
                        using (var json = await Json.ParseObjectAsync(section.Body, context.RequestAborted))
                        {
                            job = IngestJobReader.Read(context, org, json.RootElement);
                        }

                        break;
                    case "content" when job is { UploadPath: null }:
                        job.UploadPath = await SaveAsync(section.Body, context.RequestAborted);
                        break;
                    case var other:
                        throw ApiException.BadRequest("INVALID_MULTIPART_REQUEST", $"unexpected part '{other}'");
                }
            }

            return job is { UploadPath: not null }
                ? job
                : throw ApiException.BadRequest("INVALID_MULTIPART_REQUEST", "the parts job and content are required, in this order");
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw ApiException.BadRequest("INVALID_MULTIPART_REQUEST", exception.Message);
        }
    }

    private static string? PartName(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
            ? HeaderUtilities.RemoveQuotes(disposition.Name).Value
            : null;
}
