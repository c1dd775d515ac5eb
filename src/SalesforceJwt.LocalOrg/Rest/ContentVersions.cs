using System.Globalization;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Http;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Uploads and downloads files: multipart or base64 in JSON, streamed from and to disk.</summary>
internal sealed class ContentVersions(Org org)
{
    private const string MetadataPart = "entity_content";
    private const string DataPart = "VersionData";

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapRead("/services/data/{version}/sobjects/ContentVersion/{id}/VersionData", DownloadAsync);

    /// <summary>Creates the record and its document from the request's body.</summary>
    public async Task<Record> CreateAsync(HttpContext context)
    {
        return Multipart.IsMultipart(context.Request, out var type)
            ? await CreateFromPartsAsync(context, type)
            : await CreateFromJsonAsync(context);
    }

    private async Task<Record> CreateFromJsonAsync(HttpContext context)
    {
        using var json = await Json.ReadObjectAsync(context);
        var input = RecordInput.Read(org.Schema.ContentVersion, json.RootElement, creating: true, org.Records);
        byte[] data;
        try
        {
            data = Convert.FromBase64String((string)input.Get(DataPart)!);
        }
        catch (FormatException)
        {
            throw ApiException.BadRequest("JSON_PARSER_ERROR", "VersionData is not valid base64");
        }

        using var content = new MemoryStream(data);
        return Insert(context, input, await org.Blobs.SaveAsync(content, context.RequestAborted));
    }

    private async Task<Record> CreateFromPartsAsync(HttpContext context, MediaTypeHeaderValue type)
    {
        var reader = Multipart.Open(context.Request, type);
        JsonDocument? metadata = null;
        Blob? blob = null;
        try
        {
            while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
            {
                switch (Multipart.PartName(section))
                {
                    case MetadataPart:
                        metadata = await Json.ParseObjectAsync(section.Body, context.RequestAborted);
                        break;
                    case DataPart:
                        blob = await org.Blobs.SaveAsync(section.Body, context.RequestAborted);
                        break;
                    case var other:
                        throw Multipart.Invalid($"unexpected part '{other}'");
                }
            }

            if (metadata is null || blob is null)
            {
                throw Multipart.Invalid($"the parts {MetadataPart} and {DataPart} are required");
            }

            return Insert(
                context, RecordInput.Read(org.Schema.ContentVersion, WithData(metadata.RootElement), creating: true, org.Records), blob);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw Multipart.Invalid(exception.Message);
        }
        finally
        {
            metadata?.Dispose();
        }
    }

    /// <summary>The metadata with a placeholder for the content, so that both kinds of upload pass the same checks.</summary>
    private static JsonElement WithData(JsonElement metadata)
    {
        var members = metadata.EnumerateObject().ToDictionary(property => property.Name, property => property.Value);
        members[DataPart] = JsonSerializer.SerializeToElement("-");
        return JsonSerializer.SerializeToElement(members);
    }

    private Record Insert(HttpContext context, RecordInput input, Blob blob)
    {
        var userId = RestMiddleware.Session(context).User.Id;
        var previous = input.Get("ContentDocumentId") is string documentId
            ? org.Records.Find(org.Schema.ContentDocument, documentId)
            : null;
        var document = previous ?? org.Records.Insert(org.Schema.ContentDocument, _ => { }, userId);
        var version = org.Records.Insert(org.Schema.ContentVersion, record => Fill(record, input, blob, document), userId);
        if (previous is null)
        {
            Link(document.Id, userId, "I", userId);
            if (input.Get("FirstPublishLocationId") is string location && location != userId)
            {
                Link(document.Id, location, "V", userId);
            }
        }

        if (previous?["LatestPublishedVersionId"] is string latest)
        {
            org.Records.Update(org.Records.Find(org.Schema.ContentVersion, latest)!, record => record["IsLatest"] = false, userId);
        }

        org.Records.Update(document, record =>
        {
            record["Title"] = version["Title"];
            record["FileExtension"] = version["FileExtension"];
            record["FileType"] = version["FileType"];
            record["ContentSize"] = version["ContentSize"];
            record["LatestPublishedVersionId"] = version.Id;
        });
        org.Blobs.Attach(version.Id, blob);
        return version;
    }

    /// <summary>Links a new document with its owner or the record that it is uploaded to.</summary>
    private void Link(string documentId, string recordId, string shareType, string userId) => org.Records.Insert(
        org.Schema.ContentDocumentLink,
        link =>
        {
            link["ContentDocumentId"] = documentId;
            link["LinkedEntityId"] = recordId;
            link["ShareType"] = shareType;
            link["Visibility"] = "AllUsers";
        },
        userId);

    private void Fill(Record record, RecordInput input, Blob blob, Record document)
    {
        input.ApplyTo(record);
        var path = (string)record["PathOnClient"]!;
        record["Title"] ??= Path.GetFileNameWithoutExtension(path);
        var extension = Path.GetExtension(path).TrimStart('.');
        record["FileExtension"] = extension;
        record["FileType"] = ContentFileType.Of(extension);
        record["ContentSize"] = (int)Math.Min(blob.Length, int.MaxValue);
        record["Checksum"] = blob.Checksum;
        record["ContentDocumentId"] = document.Id;
        record["IsLatest"] = true;
        record["VersionNumber"] = document["LatestPublishedVersionId"] is string latest
            && org.Records.Find(org.Schema.ContentVersion, latest)?["VersionNumber"] is string number
                ? (int.Parse(number, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture)
                : "1";
        record["VersionData"] = null;
    }

    private async Task DownloadAsync(HttpContext context)
    {
        var record = org.Records.Find(org.Schema.ContentVersion, context.RouteValue("id"));
        if (record is null or { IsDeleted: true } || org.Blobs.Find(record.Id) is not { } blob)
        {
            throw ApiException.NotFound();
        }

        context.Response.ContentType = "application/octetstream";
        context.Response.ContentLength = blob.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.SendFileAsync(blob.Path, context.RequestAborted);
        }
    }
}
