using SalesforceJwt.Core.Files;

namespace SalesforceJwt.PS.Models;

/// <summary>A version of a file in Salesforce.</summary>
public sealed class SfFile
{
    internal SfFile(FileVersion version, string? path)
    {
        Id = version.Id;
        ContentDocumentId = version.ContentDocumentId;
        Title = version.Title;
        Extension = version.Extension;
        Size = version.Size;
        VersionNumber = version.VersionNumber;
        Checksum = version.Checksum;
        Path = path;
    }

    /// <summary>Id of the version (068…).</summary>
    public string Id { get; }

    /// <summary>Id of the document (069…), which stays through all versions.</summary>
    public string ContentDocumentId { get; }

    /// <summary>Its title.</summary>
    public string Title { get; }

    /// <summary>Its extension, without the point.</summary>
    public string? Extension { get; }

    /// <summary>Its length in bytes.</summary>
    public long Size { get; }

    /// <summary>The version's number, from 1.</summary>
    public string? VersionNumber { get; }

    /// <summary>The MD5 checksum, in hexadecimal.</summary>
    public string? Checksum { get; }

    /// <summary>The file on this side that was uploaded.</summary>
    public string? Path { get; }

    /// <summary>Title and id.</summary>
    public override string ToString() => $"{Title} ({Id})";
}
