using SalesforceJwt.Core.Bulk.Jobs;

namespace SalesforceJwt.PS.Models;

/// <summary>A job of Bulk API 2.0, as it was when Salesforce was asked.</summary>
public sealed class SfBulkJob
{
    internal SfBulkJob(BulkJob job)
    {
        Id = job.Id;
        Kind = Enum.Parse<SfBulkJobKind>(job.Kind.ToString());
        State = Enum.Parse<SfBulkJobState>(job.State.ToString());
        Operation = job.Operation;
        Type = job.Type;
        ExternalId = job.ExternalId;
        RecordsProcessed = job.RecordsProcessed;
        RecordsFailed = job.RecordsFailed;
        ErrorMessage = job.ErrorMessage;
        CreatedAt = job.CreatedAt;
        ModifiedAt = job.ModifiedAt;
        CreatedById = job.CreatedById;
        ProcessingTime = job.ProcessingTime;
        Retries = job.Retries;
        ApiVersion = job.ApiVersion;
    }

    /// <summary>Its 18-character id.</summary>
    public string Id { get; }

    /// <summary>Whether it writes or reads.</summary>
    public SfBulkJobKind Kind { get; }

    /// <summary>How far it is.</summary>
    public SfBulkJobState State { get; }

    /// <summary>Such as <c>insert</c> or <c>query</c>.</summary>
    public string? Operation { get; }

    /// <summary>API name of the object.</summary>
    public string? Type { get; }

    /// <summary>The external id field of an upsert.</summary>
    public string? ExternalId { get; }

    /// <summary>Rows worked on so far, failed ones included; empty in lists of jobs, which do not tell.</summary>
    public long? RecordsProcessed { get; }

    /// <summary>Rows that failed so far; empty in lists of jobs, and for queries.</summary>
    public long? RecordsFailed { get; }

    /// <summary>Why the job failed as a whole.</summary>
    public string? ErrorMessage { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset? ModifiedAt { get; }

    /// <summary>Id of the user who made it.</summary>
    public string? CreatedById { get; }

    /// <summary>How long Salesforce worked on it.</summary>
    public TimeSpan? ProcessingTime { get; }

    /// <summary>How often Salesforce started parts of it again.</summary>
    public long? Retries { get; }

    /// <summary>The API version that it was made with.</summary>
    public string? ApiVersion { get; }

    /// <summary>Id, what it does, and state.</summary>
    internal string Description => $"{Id} ({Operation} {Type}, {State})";

    /// <summary>Its id, so that jobs stand for their ids in a pipeline.</summary>
    public override string ToString() => Id;
}
