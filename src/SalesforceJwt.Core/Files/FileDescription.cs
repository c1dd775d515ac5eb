namespace SalesforceJwt.Core.Files;

/// <summary>What is told of a file that is uploaded.</summary>
internal sealed record FileDescription
{
    /// <summary>Its title; null for its name without the extension.</summary>
    public string? Title { get; init; }

    /// <summary>What it is.</summary>
    public string? Description { get; init; }

    /// <summary>The record on which it is shown; null for none. Not for further versions.</summary>
    public string? LinkTo { get; init; }

    /// <summary>The document of which it is a further version; null for a new document.</summary>
    public string? ContentDocumentId { get; init; }
}
