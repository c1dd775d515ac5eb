using System.Globalization;
using SalesforceJwt.Core.Bulk.Jobs;

namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>One job of an import, with the rows that are in it.</summary>
internal sealed class ImportPart
{
    internal ImportPart(long firstRow, long lastRow, long rows)
    {
        FirstRow = firstRow;
        LastRow = lastRow;
        Rows = rows;
    }

    /// <summary>Number of the first row, from 1.</summary>
    public long FirstRow { get; }

    /// <summary>Number of the last row. Rows in between may be in another job, whose lines end in another way.</summary>
    public long LastRow { get; }

    /// <summary>How many rows.</summary>
    public long Rows { get; }

    /// <summary>The job as it was last heard of; null before it is made, and where it was aborted because its upload did not come to an end.</summary>
    public SfBulkJob? Job { get; internal set; }

    /// <summary>Its stage.</summary>
    public ImportPartStage Stage { get; internal set; }

    /// <summary>Rows that Salesforce has not worked on.</summary>
    public long Unprocessed => Rows - Math.Min(Rows, Job?.RecordsProcessed ?? 0);

    /// <summary>Rows in the files of results; null if they were not saved.</summary>
    public long? Saved { get; internal set; }

    /// <summary>Its rows for messages: <c>rows 1 to 10</c>.</summary>
    public string RowNames =>
        Rows == LastRow - FirstRow + 1 ? $"rows {FirstRow} to {LastRow}" : $"{Rows} of the rows {FirstRow} to {LastRow}";

    /// <summary>The errors of a job that has ended: that it failed as a whole, and rows whose outcome is unknown.</summary>
    public IEnumerable<SfException> Errors
    {
        get
        {
            var job = Job!;
            if (BulkJobPoller.ErrorOf(job) is { } error)
            {
                yield return error;
            }
            else if (job.RecordsProcessed != Rows || job.RecordsFailed > Rows)
            {
                yield return new SfException(
                    SfErrorKind.ResponseInvalid,
                    $"Bulk job {job.Id} ({RowNames}) got {Rows} rows, and reports that it processed "
                        + $"{job.RecordsProcessed?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number"} of them, "
                        + $"and that {job.RecordsFailed ?? 0} failed.",
                    new Advice("Find out which rows were written before you import the others.", NextStep.ReceiveBulkRows, job.Id, "Successful"));
            }

            if (Saved is { } saved && saved != Rows)
            {
                yield return new SfException(
                    SfErrorKind.ResponseInvalid,
                    $"Bulk job {job.Id} ({RowNames}) got {Rows} rows, and its results list {saved}: "
                        + "whether the others were written is unknown.",
                    "Look for them in the org before you import them again.");
            }
        }
    }
}
