namespace SalesforceJwt.Core.Records;

/// <summary>What is asked for of records.</summary>
internal sealed record FetchOptions
{
    /// <summary>API names of the fields; empty for all that the user may see.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The external id field by which the records are named; null where they are named by id.</summary>
    public string? ExternalIdField { get; init; }

    /// <summary>The API version; null for the session's.</summary>
    public string? ApiVersion { get; init; }
}
