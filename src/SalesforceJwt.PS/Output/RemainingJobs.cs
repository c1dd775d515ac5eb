using SalesforceJwt.Core.Bulk.Import;

namespace SalesforceJwt.PS.Output;

/// <summary>Describes the jobs that an incomplete import leaves in Salesforce: their ids, their rows, and the state of these.</summary>
internal static class RemainingJobs
{
    /// <summary>Describes the jobs that an import leaves; null if there are none.</summary>
    public static string? Of(BulkImport import)
    {
        var begun = Parts(import, ImportPartStage.Started);
        var doubtful = Parts(import, ImportPartStage.MayHaveStarted);
        var open = Open([.. Parts(import, ImportPartStage.Open).Select(p => p.Job!.Id), .. import.Leftovers]);
        if (begun.Count + doubtful.Count == 0)
        {
            return open;
        }

        string?[] sentences =
        [
            begun.Count == 0 ? null : $"Salesforce works on what was uploaded: bulk job {Names(begun)}.",
            doubtful.Count == 0 ? null
                : $"Salesforce may have begun with what was uploaded: bulk job {Names(doubtful)}; its answer did not come. "
                    + $"Do not import these rows again before Get-SfBulkJob {Ids(doubtful)} has shown whether it is still open.",
            begun.Concat(doubtful).Sum(p => p.Rows) == import.Rows ? null : "Other rows were not written.",
            open,
            $"Wait-SfBulkJob {Ids([.. begun, .. doubtful])} waits, and Receive-SfBulkJob gives results.",
        ];
        return string.Join(' ', sentences.OfType<string>());
    }

    /// <summary>Describes jobs that are still open and have not begun; null if there are none.</summary>
    public static string? Open(IReadOnlyCollection<string> ids) => ids.Count == 0 ? null
        : $"Bulk job {string.Join(", ", ids)} could not be aborted. It has not begun, and Salesforce removes it after seven days: "
            + $"Stop-SfBulkJob {string.Join(",", ids)} ends it at once.";

    private static List<ImportPart> Parts(BulkImport import, ImportPartStage stage) =>
        [.. import.Parts.Where(p => p.Stage == stage && p.Job is not null)];

    private static string Names(List<ImportPart> parts) => string.Join(", ", parts.Select(p => $"{p.Job!.Id} ({p.RowNames})"));

    private static string Ids(List<ImportPart> parts) => string.Join(",", parts.Select(p => p.Job!.Id));
}
