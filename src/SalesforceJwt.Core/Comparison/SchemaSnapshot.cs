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

    private const int Longest = 256 * 1024 * 1024;

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
            bytes = SmallFile.ReadBytes(path, Longest) ?? throw Invalid(path, "it is larger than any snapshot");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UnreadableFile.Error(path, e);
        }

        try
        {
            using var document = JsonText.Parse(JsonText.Data(bytes));
            var root = document.RootElement;
            var format = root.Number("format") ?? throw Invalid(path, "it is JSON of another kind");
            return format != Format
                ? throw Invalid(path, "another version of this module wrote it")
                : new SchemaSnapshot(root.GetProperty("objects").EnumerateArray().Select(DescribeJson.ReadObject))
                {
                    ApiVersion = Http.ApiVersion.TryParse(root.RequiredText("apiVersion")) ?? throw new JsonException("apiVersion"),
                    OrganizationId = root.Text("organizationId"),
                    Names = Texts(root, "names"),
                    Namespaces = Texts(root, "namespaces"),
                };
        }
        catch (JsonException e)
        {
            throw Invalid(path, JsonText.Fault(e));
        }
        catch (Exception e) when (JsonText.IsMisread(e))
        {
            throw Invalid(path, "something in it is missing or of another type");
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

    private static string[] Texts(JsonElement root, string name) =>
        [.. root.GetProperty(name).EnumerateArray().Select(e => e.GetString() ?? throw new JsonException(name))];

    private static SfException Invalid(string path, string reason) => new(
        SfErrorKind.SnapshotInvalid,
        $"'{path}' is not a snapshot of objects: {reason}.",
        new Advice("Save a new one from the org that is the reference.", NextStep.SaveSnapshot));
}
