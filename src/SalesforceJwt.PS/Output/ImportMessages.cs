using SalesforceJwt.Core;
using SalesforceJwt.Core.Bulk.Import;

namespace SalesforceJwt.PS.Output;

/// <summary>Messages of <c>Import-SfBulk</c> that name other cmdlets.</summary>
internal static class ImportMessages
{
    /// <summary>Describes the jobs that an incomplete import leaves in Salesforce: ids, rows, stage; null if there are none.</summary>
    public static string? Remaining(BulkImport import)
    {
        if (import.IsComplete)
        {
            return null;
        }

        var started = Parts(import, ImportPartStage.Started);
        var unknown = Parts(import, ImportPartStage.MayHaveStarted);
        var open = Open([.. Parts(import, ImportPartStage.Open).Select(p => p.Job!.Id), .. import.OpenJobs]);
        if (started.Count + unknown.Count == 0)
        {
            return open;
        }

        string?[] sentences =
        [
            started.Count == 0 ? null : $"Salesforce works on what was uploaded: bulk job {Names(started)}.",
            unknown.Count == 0 ? null
                : $"Salesforce may have begun with what was uploaded: bulk job {Names(unknown)}; its answer did not come. "
                    + $"Do not import these rows again before Get-SfBulkJob {Ids(unknown)} has shown whether it is still open.",
            started.Concat(unknown).Sum(p => p.Rows) == import.Rows ? null : "Other rows were not written.",
            open,
            $"Wait-SfBulkJob {Ids([.. started, .. unknown])} waits, and Receive-SfBulkJob gives results.",
        ];
        return string.Join(' ', sentences.OfType<string>());
    }

    /// <summary>Describes jobs that are open and do nothing; null if there are none.</summary>
    public static string? Open(IReadOnlyCollection<string> ids) => ids.Count == 0 ? null
        : $"Bulk job {string.Join(", ", ids)} could not be aborted. It has not begun, and Salesforce removes it after seven days: "
            + $"Stop-SfBulkJob {string.Join(",", ids)} ends it at once.";

    /// <summary>The error that rows failed; null if none did.</summary>
    public static SfException? RowsFailed(ImportSummary summary)
    {
        if (summary.Result.RecordsFailed == 0)
        {
            return null;
        }

        var first = summary.FirstRowError is { } error ? $"; the first: {error}" : string.Empty;
        var place = summary.Result.FailedPath is { } path ? $". They are in '{path}'." : ".";
        var jobs = Ids(summary.Parts.Where(p => p.Job!.RecordsFailed > 0));
        return new SfException(
            SfErrorKind.BulkRowsFailed,
            $"{summary.Result.RecordsFailed} of {summary.Result.Records} rows failed{first}{place}",
            summary.Result.FailedPath is null
                ? $"See them all with their errors: Receive-SfBulkJob {jobs} -Result Failed (for seven days). -ResultPath "
                    + "saves them at once."
                : "Correct the rows in that file and import it again: its columns sf__Id and sf__Error are left out.");
    }

    private static List<ImportPart> Parts(BulkImport import, ImportPartStage stage) =>
        [.. import.Parts.Where(p => p.Stage == stage && p.Job is not null)];

    private static string Names(List<ImportPart> parts) => string.Join(", ", parts.Select(p => $"{p.Job!.Id} ({p.RowNames})"));

    private static string Ids(IEnumerable<ImportPart> parts) => string.Join(",", parts.Select(p => p.Job!.Id));
}
