using System.Globalization;
using SalesforceJwt.Core.Bulk.Jobs;

namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>The part of an import that is one job.</summary>
internal sealed class ImportPart(long firstRow, long lastRow, long rows)
{
    /// <summary>Number of the first row, from 1.</summary>
    public long FirstRow => firstRow;

    /// <summary>Number of the last row. Rows in between can be in another part, whose line breaks differ.</summary>
    public long LastRow => lastRow;

    /// <summary>Number of rows.</summary>
    public long Rows => rows;

    /// <summary>The job in its last known state; null before it is created, and after it was aborted because its upload failed.</summary>
    public SfBulkJob? Job { get; internal set; }

    public ImportPartStage Stage { get; internal set; }

    /// <summary>Rows that Salesforce has not processed.</summary>
    public long Unprocessed => Rows - Math.Min(Rows, Job?.RecordsProcessed ?? 0);

    /// <summary>Rows in the result files; null if not all files were saved.</summary>
    public long? Saved { get; internal set; }

    /// <summary>Its rows for messages: <c>rows 1 to 10</c>.</summary>
    public string RowNames =>
        Rows == LastRow - FirstRow + 1 ? $"rows {FirstRow} to {LastRow}" : $"{Rows} of the rows {FirstRow} to {LastRow}";

    /// <summary>The errors of a job that has ended: it failed as a whole, or the outcome of rows is unknown.</summary>
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
                    new Advice(
                        "Find out which rows were written before you import the others.", NextStep.ReceiveBulkRows, job.Id, "Successful"));
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
