namespace SalesforceJwt.Core.Files;

/// <summary>The fields of a file to be uploaded.</summary>
internal sealed record FileDescription
{
    /// <summary>Its title; null for its name without the extension.</summary>
    public string? Title { get; init; }

    /// <summary>Its description.</summary>
    public string? Description { get; init; }

    /// <summary>The record on which it is shown; null for none. Not for further versions.</summary>
    public string? LinkTo { get; init; }

    /// <summary>The document of which it becomes a new version; null for a new document.</summary>
    public string? ContentDocumentId { get; init; }
}
