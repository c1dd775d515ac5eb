namespace SalesforceJwt.Core.Files;

/// <summary>A version of a file in Salesforce (Object Reference: "ContentVersion").</summary>
internal sealed record FileVersion
{
    /// <summary>Id of the version (068…).</summary>
    public required string Id { get; init; }

    /// <summary>Id of the document (069…), which stays through all versions.</summary>
    public required string ContentDocumentId { get; init; }

    /// <summary>The name to save it under: its title and extension, without characters that a file system forbids.</summary>
    public string FileName => Core.FileSystem.FileName.Of(Title, Extension, Id);

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>Its extension, without the point; null for none.</summary>
    public string? Extension { get; init; }

    /// <summary>The path that it was uploaded from, or its name alone.</summary>
    public string? PathOnClient { get; init; }

    /// <summary>Its length in bytes.</summary>
    public long Size { get; init; }

    /// <summary>The version's number, from 1.</summary>
    public string? VersionNumber { get; init; }

    /// <summary>The MD5 checksum, in hexadecimal.</summary>
    public string? Checksum { get; init; }
}
