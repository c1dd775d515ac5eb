using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>The multipart body of a deploy: its options, and a zip.</summary>
internal sealed record DeployUpload(DeployOptions Options, byte[] Zip)
{
    private const string ZipType = "application/zip";

    /// <exception cref="ApiException">The body is not multipart, lacks a part, or is too large.</exception>
    public static async Task<DeployUpload> ReadAsync(HttpContext context, long maxZipBytes)
    {
        if (!Multipart.IsMultipart(context.Request, out var type))
        {
            throw new ApiException(
                StatusCodes.Status415UnsupportedMediaType,
                "UNSUPPORTED_MEDIA_TYPE",
                $"Content-Type not supported: {context.Request.ContentType ?? "none"}");
        }

        DeployOptions? options = null;
        byte[]? zip = null;
        try
        {
            var reader = Multipart.Open(context.Request, type);
            while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
            {
                switch (Multipart.PartName(section))
                {
                    // Salesforce's documentation names it json, its own clients entity_content.
                    case "json" or "entity_content" when options is null:
                        options = await ReadOptionsAsync(section, context.RequestAborted);
                        break;
                    case "file" when zip is null:
                        CheckType(section, ZipType);
                        zip = await ReadZipAsync(section.Body, maxZipBytes, context.RequestAborted);
                        break;
                    case var other:
                        throw Multipart.Invalid($"unexpected part '{other}'");
                }
            }
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw Multipart.Invalid(exception.Message);
        }

        return options is null || zip is null
            ? throw Multipart.Invalid("the parts json and file are required")
            : new DeployUpload(options, zip);
    }

    private static async Task<DeployOptions> ReadOptionsAsync(MultipartSection section, CancellationToken cancellationToken)
    {
        CheckType(section, "application/json");
        using JsonDocument json = await Json.ParseObjectAsync(section.Body, cancellationToken);
        return DeployOptions.Read(json.RootElement);
    }

    private static void CheckType(MultipartSection section, string type)
    {
        if (section.ContentType?.Split(';')[0].Trim().Equals(type, StringComparison.OrdinalIgnoreCase) != true)
        {
            throw Multipart.Invalid(
                $"the part '{Multipart.PartName(section)}' must be {type}, not {section.ContentType ?? "without a type"}");
        }
    }

    private static async Task<byte[]> ReadZipAsync(Stream source, long limit, CancellationToken cancellationToken)
    {
        using var zip = new MemoryStream();
        var block = new byte[64 * 1024];
        for (int length; (length = await source.ReadAsync(block, cancellationToken)) > 0;)
        {
            if (zip.Length + length > limit)
            {
                throw ApiException.BadRequest(
                    "LIMIT_EXCEEDED", $"Maximum size of request reached. Maximum size of request is {limit} bytes.");
            }

            zip.Write(block, 0, length);
        }

        return zip.ToArray();
    }
}
