namespace SalesforceJwt.Model;

/// <summary>A version of a file in Salesforce (Object Reference: "ContentVersion").</summary>
public sealed class SfFile
{
    internal SfFile(string id, string contentDocumentId, string title)
    {
        Id = id;
        ContentDocumentId = contentDocumentId;
        Title = title;
    }

    /// <summary>Id of the version (068…).</summary>
    public string Id { get; }

    /// <summary>Id of the document (069…), the same for all versions.</summary>
    public string ContentDocumentId { get; }

    /// <summary>Its title.</summary>
    public string Title { get; }

    /// <summary>Its extension, without the point.</summary>
    public string? Extension { get; internal init; }

    /// <summary>Its length in bytes.</summary>
    public long Size { get; internal init; }

    /// <summary>The version's number, from 1.</summary>
    public string? VersionNumber { get; internal init; }

    /// <summary>The MD5 checksum, in hexadecimal.</summary>
    public string? Checksum { get; internal init; }

    /// <summary>The local file that was uploaded.</summary>
    public string? Path { get; internal set; }

    /// <summary>Title and id.</summary>
    public override string ToString() => $"{Title} ({Id})";
}
