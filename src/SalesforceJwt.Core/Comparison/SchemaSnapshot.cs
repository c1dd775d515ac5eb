using System.Text.Json;
using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Comparison;

/// <summary>
/// The objects of an org at a time, as a file: JSON, with the members of a describe result that are compared, sorted. It has no date, so
/// that equal objects make equal files.
/// </summary>
internal sealed class SchemaSnapshot : ISchema
{
    /// <summary>The number of the file's format.</summary>
    public const int Format = 1;

    private const int MostBytes = 256 * 1024 * 1024;

    private readonly SortedDictionary<string, SfObject> _objects;

    /// <summary>Makes a snapshot.</summary>
    /// <param name="objects">The objects.</param>
    public SchemaSnapshot(IEnumerable<SfObject> objects) =>
        _objects = new(objects.ToDictionary(o => o.Name, StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);

    /// <summary>The API version in which they were described.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The org's 18-character id; null if it is not known.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>The patterns of names by which the objects were chosen.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The org's namespaces.</summary>
    public required IReadOnlyList<string> Namespaces { get; init; }

    /// <summary>The objects, by name.</summary>
    public IEnumerable<SfObject> Objects => _objects.Values;

    /// <inheritdoc/>
    public Task<SchemaNames> GetNamesAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new SchemaNames([.. _objects.Keys], Namespaces));

    /// <inheritdoc/>
    public Task PrepareAsync(IReadOnlyList<string> names, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<SfObject> GetObjectAsync(string name, CancellationToken cancellationToken) => Task.FromResult(_objects[name]);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its full path.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.FileNotFound"/>, <see cref="SfErrorKind.FileAccessFailed"/> or <see cref="SfErrorKind.SnapshotInvalid"/>.
    /// </exception>
    public static SchemaSnapshot Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = SmallFile.ReadBytes(path, MostBytes) ?? throw Invalid(path, "it is larger than any snapshot");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UnreadableFile.Error(path, e);
        }

        if (Fault(bytes) is { } fault)
        {
            throw Invalid(path, fault);
        }

        try
        {
            using var document = JsonText.Parse(JsonText.Data(bytes));
            return document.RootElement.Number("format") switch
            {
                null => throw new JsonException("it is JSON of another kind"),
                not Format => throw new JsonException("another version of this module wrote it"),
                _ => Read(DescribedElement.OfFile(document.RootElement)),
            };
        }
        catch (JsonException e)
        {
            throw Invalid(path, JsonText.Fault(e));
        }
    }

    /// <summary>Writes it as a file: complete, or not at all.</summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.FileAccessFailed"/>.</exception>
    public void Write(string path)
    {
        using var content = new MemoryStream();
        SnapshotWriter.Write(this, content);
        using var file = new PartialFile(path);
        file.Write(content.GetBuffer().AsSpan(0, (int)content.Length));
        file.Commit();
    }

    private static SchemaSnapshot Read(DescribedElement root)
    {
        var version = Http.ApiVersion.TryParse(root.RequiredText("apiVersion"))
            ?? throw root.Invalid("apiVersion", "is not an API version such as 68.0");
        return new SchemaSnapshot(root.Named("objects", "object", DescribeJson.ReadObject, o => o.Name))
        {
            ApiVersion = version,
            OrganizationId = root.Text("organizationId"),

            // Without any, all that is compared would be equal.
            Names = root.With("names").Texts("names") is { Length: > 0 } names ? names : throw root.Invalid("names", "is an empty list"),
            Namespaces = root.With("namespaces").Names("namespaces"),
        };
    }

    /// <summary>What can be told of a file without reading its JSON; null if it could be a snapshot.</summary>
    private static string? Fault(byte[] bytes) => bytes switch
    {
        [] => "it is empty",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "it is encoded in UTF-16, and a snapshot is UTF-8",
        _ => null,
    };

    private static SfException Invalid(string path, string reason) => new(
        SfErrorKind.SnapshotInvalid,
        $"'{path}' is not a snapshot of objects: {reason}.",
        new Advice("Save a new one from the org that is the reference.", NextStep.SaveSnapshot));
}
