using Microsoft.Net.Http.Headers;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>Receives the data of ingest jobs.</summary>
internal sealed class IngestUpload(Org org)
{
    /// <summary>Saves an upload and returns its path.</summary>
    /// <exception cref="ApiException">It is too large.</exception>
    public async Task<string> SaveAsync(Stream content, CancellationToken cancellationToken)
    {
        // Base64 encodes three bytes as four.
        var limit = org.Options.Bulk.MaxUploadBytes;
        return await org.BulkFiles.SaveAsync(content, limit / 4 * 3, cancellationToken)
            ?? throw new ApiException(
                StatusCodes.Status413PayloadTooLarge,
                "CLIENTINPUTERROR",
                $"Job data exceeds the maximum allowed size of {limit / 1_000_000} MB after it is base64 encoded.");
    }

    /// <summary>Reads a job and its data from a multipart request.</summary>
    /// <exception cref="ApiException">The parts are not a job followed by its data.</exception>
    public async Task<IngestJob> ReadJobWithDataAsync(HttpContext context, MediaTypeHeaderValue type)
    {
        var reader = Multipart.Open(context.Request, type);
        try
        {
            IngestJob? job = null;
            while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
            {
                switch (Multipart.PartName(section))
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
                        throw Multipart.Invalid($"unexpected part '{other}'");
                }
            }

            return job is { UploadPath: not null }
                ? job
                : throw Multipart.Invalid("the parts job and content are required, in this order");
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw Multipart.Invalid(exception.Message);
        }
    }
}
