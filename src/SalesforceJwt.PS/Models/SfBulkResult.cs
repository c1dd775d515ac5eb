using SalesforceJwt.Core.Bulk.Import;
using SalesforceJwt.Core.Bulk.Jobs;

namespace SalesforceJwt.PS.Models;

/// <summary>What <c>Import-SfBulk</c> did.</summary>
public sealed class SfBulkResult
{
    internal SfBulkResult(IngestJobOptions ingest, IReadOnlyList<ImportPart> parts, ResultPaths? files, TimeSpan elapsed)
    {
        Type = ingest.Type;
        Operation = ingest.Operation;
        Jobs = [.. parts.Select(p => new SfBulkJob(p.Job!))];
        Records = parts.Sum(p => p.Rows);
        RecordsProcessed = parts.Sum(p => p.Job!.RecordsProcessed ?? 0);
        RecordsFailed = parts.Sum(p => p.Job!.RecordsFailed ?? 0);
        RecordsUnprocessed = parts.Sum(p => p.Unprocessed);
        SuccessfulPath = files?.Successful;
        FailedPath = files?.Failed;
        UnprocessedPath = files?.Unprocessed;
        Elapsed = elapsed;
    }

    /// <summary>API name of the object.</summary>
    public string Type { get; }

    /// <summary>What was done, such as <c>insert</c>.</summary>
    public string Operation { get; }

    /// <summary>The jobs, in the order of their rows.</summary>
    public SfBulkJob[] Jobs { get; }

    /// <summary>Rows that were sent.</summary>
    public long Records { get; }

    /// <summary>Rows that Salesforce worked on, failed ones included.</summary>
    public long RecordsProcessed { get; }

    /// <summary>Rows that failed.</summary>
    public long RecordsFailed { get; }

    /// <summary>Rows that Salesforce did not work on, since their job failed or was aborted.</summary>
    public long RecordsUnprocessed { get; }

    /// <summary>From the first row to the last result.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>File of the rows that were written; empty where there are none, or <c>-ResultPath</c> was not given.</summary>
    public string? SuccessfulPath { get; }

    /// <summary>File of the rows that failed, with their errors; empty where there are none, or <c>-ResultPath</c> was not given.</summary>
    public string? FailedPath { get; }

    /// <summary>File of the rows that were not worked on; empty where there are none, or <c>-ResultPath</c> was not given.</summary>
    public string? UnprocessedPath { get; }
}
