namespace SalesforceJwt.Model;

/// <summary>The summary of a bulk import.</summary>
public sealed class SfBulkResult
{
    internal SfBulkResult(string type, string operation, IEnumerable<SfBulkJob> jobs)
    {
        Type = type;
        Operation = operation;
        Jobs = new(jobs);
    }

    /// <summary>API name of the object.</summary>
    public string Type { get; }

    /// <summary>The operation, such as <c>insert</c>.</summary>
    public string Operation { get; }

    /// <summary>The jobs, in the order of their rows.</summary>
    public SfList<SfBulkJob> Jobs { get; }

    /// <summary>Rows that were sent.</summary>
    public long Records { get; internal init; }

    /// <summary>Rows that Salesforce processed, failed ones included.</summary>
    public long RecordsProcessed { get; internal init; }

    /// <summary>Rows that failed.</summary>
    public long RecordsFailed { get; internal init; }

    /// <summary>Rows that Salesforce did not process, since their job failed or was aborted.</summary>
    public long RecordsUnprocessed { get; internal init; }

    /// <summary>From the first row to the last result.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>File of the rows that were written; empty where there are none, or <c>-ResultPath</c> was not given.</summary>
    public string? SuccessfulPath { get; internal init; }

    /// <summary>File of the rows that failed, with their errors; empty where there are none, or <c>-ResultPath</c> was not given.</summary>
    public string? FailedPath { get; internal init; }

    /// <summary>File of the rows that were not processed; empty where there are none, or <c>-ResultPath</c> was not given.</summary>
    public string? UnprocessedPath { get; internal init; }
}
