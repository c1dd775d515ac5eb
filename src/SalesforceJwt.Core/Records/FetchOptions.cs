namespace SalesforceJwt.Core.Records;

/// <summary>How records are fetched.</summary>
internal sealed record FetchOptions
{
    /// <summary>API names of the fields; empty for all that the user may see.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The external id field by which records are found; null for their ids.</summary>
    public string? ExternalIdField { get; init; }

    /// <summary>The API version; null for the session's.</summary>
    public string? ApiVersion { get; init; }
}
