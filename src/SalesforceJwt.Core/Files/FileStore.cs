using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Records;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Files;

/// <summary>Uploads and downloads files (REST API Developer Guide: "Insert or Update Blob Data"), streamed both ways.</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version, as <see cref="ApiVersion.Parse"/> gives it; null for the session's.</param>
internal sealed class FileStore(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    /// <summary>The longest file that Salesforce accepts by multipart: 2 GB.</summary>
    public const long LongestFile = 2L * 1024 * 1024 * 1024;

    private const string Expected = "a file";
    private const string VersionPrefix = "068";
    private const string DocumentPrefix = "069";
    private const string Fields = "Id,ContentDocumentId,Title,FileExtension,ContentSize,VersionNumber,Checksum";

    /// <summary>Uploads a file.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="description">Its fields.</param>
    /// <param name="progress">Receives the number of bytes sent so far; null if not needed.</param>
    /// <returns>The version that it became.</returns>
    /// <exception cref="SfException">The upload failed; the error says why and what to do.</exception>
    public async Task<SfFile> UploadAsync(
        string path, FileDescription description, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        RequireArguments(path, description);
        var request = new SfRequest
        {
            Method = HttpMethod.Post,
            Uri = "sobjects/ContentVersion",
            ApiVersion = apiVersion,
            Content = RequestBody.FromForm(
                [
                    new FormPart("entity_content", RequestBody.Json) { Bytes = Metadata(path, description) },
                    new FormPart("VersionData", "application/octet-stream") { FilePath = path, FileName = Path.GetFileName(path) },
                ],
                progress),
        };
        var length = new FileInfo(path).Length;
        string id;
        try
        {
            id = await session.Rest.SendAsync(request, ReadIdAsync, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (SfException e) when (e.Kind == SfErrorKind.OutcomeUnknown)
        {
            throw UnknownOutcome.Of(
                $"Whether '{Path.GetFileName(path)}' was uploaded is not known, and it was not sent again",
                e,
                "Look first: SELECT Id, Title, ContentSize, CreatedDate FROM ContentVersion "
                    + "WHERE CreatedDate = TODAY ORDER BY CreatedDate DESC.");
        }

        SfFile version;
        try
        {
            version = await GetVersionAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (SfException e)
        {
            throw new SfException(
                e.Kind,
                $"'{Path.GetFileName(path)}' was uploaded and is ContentVersion {id}, but its description could not be read: {e.Message}",
                "Do not upload it again.",
                e);
        }

        version.Path = path;
        return version.Size == length ? version : throw new SfException(
            SfErrorKind.ResponseInvalid,
            string.Create(
                CultureInfo.InvariantCulture,
                $"'{Path.GetFileName(path)}' was uploaded and is ContentVersion {id}, "
                    + $"but has {version.Size:N0} bytes there, and {length:N0} here."),
            "Delete that version and upload the file again, at a time when nothing writes to it; a proxy may cut what passes, too.");
    }

    /// <summary>Finds a file.</summary>
    /// <param name="id">The id of a version, or of a document for its latest version.</param>
    /// <exception cref="SfException">There is none; the error says why and what to do.</exception>
    public async Task<SfFile> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        RequireId(id, "a file", VersionPrefix, DocumentPrefix);
        if (!id.StartsWith(DocumentPrefix, StringComparison.Ordinal))
        {
            return await GetVersionAsync(id, cancellationToken).ConfigureAwait(false);
        }

        var latest = await GetAsync(
            $"sobjects/ContentDocument/{id}", "LatestPublishedVersionId",
            r => Id(r, "LatestPublishedVersionId"), cancellationToken).ConfigureAwait(false);
        return await GetVersionAsync(latest, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The name to save a file under: its title and extension, without characters that a file system forbids.</summary>
    public static string NameOf(SfFile version) => FileName.Of(version.Title, version.Extension, version.Id);

    /// <summary>Downloads a file; it appears under its name when it is complete.</summary>
    /// <param name="version">The version.</param>
    /// <param name="path">Full path of the target; an existing file is replaced.</param>
    /// <param name="progress">Receives the number of bytes saved so far; null if not needed.</param>
    /// <param name="cancellationToken">Cancels; nothing is left behind.</param>
    /// <exception cref="SfException">
    /// The download failed, or is not the file by its length or checksum; the error says why and what to do.
    /// </exception>
    public Task DownloadAsync(
        SfFile version, string path, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        // A file that is stored elsewhere (such as Google Drive) has neither length nor checksum.
        var expected = new ExpectedFile(
            $"ContentVersion {version.Id}", version.Size == 0 && version.Checksum is null ? null : version.Size, version.Checksum);
        return session.Rest.DownloadAsync(
            $"sobjects/ContentVersion/{version.Id}/VersionData", apiVersion, path, expected, progress, observer, cancellationToken);
    }

    private static void RequireArguments(string path, FileDescription description)
    {
        if (description is { LinkTo: not null, ContentDocumentId: not null })
        {
            throw new SfException(
                SfErrorKind.ArgumentConflict,
                "A new version is shown wherever its document is: it cannot be linked to a record as well.",
                "Give either the document or the record to link to.");
        }

        if (description.ContentDocumentId is { } document)
        {
            RequireId(document, "a document", DocumentPrefix);
        }

        if (description.LinkTo is { } link)
        {
            RequireId(link, "a record");
        }

        var file = new FileInfo(path);
        if (file is { Exists: true, Length: > LongestFile })
        {
            throw new SfException(
                SfErrorKind.FileTooLarge,
                FormattableString.Invariant(
                    $"The file '{path}' has {file.Length:N0} bytes, and Salesforce takes {LongestFile:N0} at most."),
                "Compress or divide it, or keep it elsewhere and link to it.");
        }
    }

    private static void RequireId(string id, string what, params ReadOnlySpan<string> prefixes)
    {
        if (RecordId.Check(id) is { } fault)
        {
            throw fault;
        }

        if (prefixes.Length > 0 && !prefixes.Contains(id[..3]))
        {
            throw new SfException(
                SfErrorKind.IdInvalid,
                $"'{id}' is not the id of {what}.",
                $"It starts with {string.Join(" (ContentVersion) or ", prefixes.ToArray())} (ContentDocument).");
        }
    }

    private static byte[] Metadata(string path, FileDescription description)
    {
        var fields = new JsonObject
        {
            ["PathOnClient"] = Path.GetFileName(path),
            ["Title"] = description.Title ?? Path.GetFileNameWithoutExtension(path),
        };
        Add("Description", description.Description);
        Add("FirstPublishLocationId", description.LinkTo);
        Add("ContentDocumentId", description.ContentDocumentId);
        return JsonSerializer.SerializeToUtf8Bytes(fields);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                fields[name] = value;
            }
        }
    }

    private static Task<string> ReadIdAsync(SfResponse response, CancellationToken cancellationToken) =>
        response.ReadJsonAsync(Expected, static r => Id(r, "id"), cancellationToken);

    /// <summary>An id that is used in URLs and file names; null if it is not one.</summary>
    private static string? Id(JsonElement json, string name) => json.Text(name) is { } id && RecordId.IsPlain(id) ? id : null;

    private Task<SfFile> GetVersionAsync(string id, CancellationToken cancellationToken) => GetAsync(
        $"sobjects/ContentVersion/{id}",
        Fields,
        r => Id(r, "Id") is { } version && Id(r, "ContentDocumentId") is { } document && r.Number("ContentSize") is { } size
            ? new SfFile(version, document, r.Text("Title") ?? string.Empty)
            {
                Extension = r.Text("FileExtension") is { Length: > 0 } extension ? extension : null,
                Size = size,
                VersionNumber = r.Text("VersionNumber"),
                Checksum = r.Text("Checksum"),
            }
            : null,
        cancellationToken);

    private Task<T> GetAsync<T>(string uri, string fields, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class => session.Rest.SendAsync(
            new SfRequest { Uri = uri, Query = [new("fields", fields)], ApiVersion = apiVersion },
            (response, cancel) => response.ReadJsonAsync(Expected, read, cancel),
            observer,
            cancellationToken);
}
