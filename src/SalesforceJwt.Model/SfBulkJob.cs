namespace SalesforceJwt.Model;

/// <summary>
/// A job of Bulk API 2.0, as it was when Salesforce was asked (Bulk API 2.0 Developer Guide: "Get Information About an Ingest Job").
/// </summary>
public sealed class SfBulkJob
{
    internal SfBulkJob(string id, SfBulkJobKind kind)
    {
        Id = id;
        Kind = kind;
    }

    /// <summary>Its 18-character id.</summary>
    public string Id { get; }

    /// <summary>Whether it writes or reads.</summary>
    public SfBulkJobKind Kind { get; }

    /// <summary>Its state.</summary>
    public SfBulkJobState State { get; internal init; }

    /// <summary>Such as <c>insert</c> or <c>query</c>.</summary>
    public string? Operation { get; internal init; }

    /// <summary>API name of the object.</summary>
    public string? Type { get; internal init; }

    /// <summary>The external id field of an upsert.</summary>
    public string? ExternalId { get; internal init; }

    /// <summary>Rows processed so far, failed ones included; empty in lists of jobs, which lack it.</summary>
    public long? RecordsProcessed { get; internal set; }

    /// <summary>Rows that failed so far; empty in lists of jobs, and for queries.</summary>
    public long? RecordsFailed { get; internal init; }

    /// <summary>Why the job failed as a whole.</summary>
    public string? ErrorMessage { get; internal init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt { get; internal init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset? ModifiedAt { get; internal init; }

    /// <summary>Id of the user who created it.</summary>
    public string? CreatedById { get; internal init; }

    /// <summary>How long Salesforce processed it.</summary>
    public TimeSpan? ProcessingTime { get; internal init; }

    /// <summary>How often Salesforce started parts of it again.</summary>
    public long? Retries { get; internal init; }

    /// <summary>The API version that it was created with, such as <c>68.0</c>; its results are given to the same version only.</summary>
    public string? ApiVersion { get; internal init; }

    /// <summary>Separates the columns of its data.</summary>
    internal char Delimiter { get; init; } = ',';

    /// <summary>Whether its state is final.</summary>
    internal bool HasEnded => State is SfBulkJobState.JobComplete or SfBulkJobState.Failed or SfBulkJobState.Aborted;

    /// <summary>Id, what it does, and state.</summary>
    internal string Description => $"{Id} ({Operation} {Type}, {State})";

    /// <summary>Its id, so that jobs stand for their ids in a pipeline.</summary>
    public override string ToString() => Id;
}
