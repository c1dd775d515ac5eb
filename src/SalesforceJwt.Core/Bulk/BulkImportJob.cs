namespace SalesforceJwt.Core.Bulk;

/// <summary>One job of an import, with the rows that are in it.</summary>
public sealed class BulkImportJob
{
    internal BulkImportJob(long firstRow, long rows)
    {
        FirstRow = firstRow;
        Rows = rows;
    }

    /// <summary>Number of the first row, from 1.</summary>
    public long FirstRow { get; }

    /// <summary>How many rows.</summary>
    public long Rows { get; }

    /// <summary>The job as it was last heard of; null before it is made, and where it was aborted because its upload did not come to an end.</summary>
    public BulkJob? Job { get; internal set; }

    /// <summary>Rows that Salesforce has not worked on.</summary>
    public long Unprocessed => Rows - Math.Min(Rows, Job?.RecordsProcessed ?? 0);

    /// <summary>Whether Salesforce has all rows, so that it works on them whatever happens here.</summary>
    public bool IsUploaded { get; internal set; }
}
