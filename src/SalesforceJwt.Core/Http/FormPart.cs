namespace SalesforceJwt.Core.Http;

/// <summary>One part of a multipart form: bytes, or a file that is streamed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ContentType">Its media type.</param>
internal sealed record FormPart(string Name, string ContentType)
{
    /// <summary>The content, if it is not a file.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Full path of the file; null if the content is <see cref="Bytes"/>.</summary>
    public string? FilePath { get; init; }

    /// <summary>The file name that is sent; null for none.</summary>
    public string? FileName { get; init; }
}
