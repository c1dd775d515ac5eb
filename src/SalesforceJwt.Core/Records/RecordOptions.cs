namespace SalesforceJwt.Core.Records;

/// <summary>How records are saved.</summary>
internal sealed record RecordOptions
{
    /// <summary>The most records of one request (REST API Developer Guide: "sObject Collections").</summary>
    public const int LargestBatch = 200;

    /// <summary>The operation.</summary>
    public required RecordAction Action { get; init; }

    /// <summary>The external id field of an upsert, or by which records to be updated or deleted are found; null for their ids.</summary>
    public string? ExternalIdField { get; init; }

    /// <summary>Whether the records' ids have to be found before they are sent.</summary>
    public bool FindsIds => ExternalIdField is not null && Action is RecordAction.Update or RecordAction.Delete;

    /// <summary>Whether one record that fails undoes the others of its request.</summary>
    public bool AllOrNone { get; init; }

    /// <summary>Whether the records were found in Salesforce before: one that is not there has been deleted since then.</summary>
    public bool AreKnownToExist { get; init; }

    /// <summary>The most records of one request.</summary>
    public int BatchSize { get; init; } = LargestBatch;

    /// <summary>The API version; null for the session's.</summary>
    public string? ApiVersion { get; init; }
}
