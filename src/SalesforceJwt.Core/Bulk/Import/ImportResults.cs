using SalesforceJwt.Core.Bulk.Export;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.FileSystem;

namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>Saves the results of an import's jobs, which have ended: a file for each result set that has rows, all jobs together.</summary>
internal sealed class ImportResults(BulkJobClient jobs, IReadOnlyList<ImportPart> parts)
{
    private readonly List<SfException> _errors = [];

    /// <summary>File of the rows that were written; null if there are none, or it was not saved.</summary>
    public string? SuccessfulPath { get; private set; }

    /// <summary>File of the rows that failed, with their errors; null if there are none, or it was not saved.</summary>
    public string? FailedPath { get; private set; }

    /// <summary>File of the rows that were not processed; null if there are none, or it was not saved.</summary>
    public string? UnprocessedPath { get; private set; }

    /// <summary>Why files could not be saved.</summary>
    public IReadOnlyList<SfException> Errors => _errors;

    /// <summary>Saves the files. One that fails does not stop the others. If none fails, each part gets its number of saved rows.</summary>
    /// <param name="folder">Full path of an existing folder.</param>
    public async Task SaveAsync(string folder, IngestJobOptions options, CancellationToken cancellationToken)
    {
        var saved = new long[parts.Count];
        var first = parts[0].Job!;
        var prefix = $"{first.Type ?? options.Type}-{options.Operation}-{first.Id}-";
        SuccessfulPath = await SaveAsync(ResultSet.Successful, "successful", p => p.Job!.RecordsProcessed > (p.Job.RecordsFailed ?? 0))
            .ConfigureAwait(false);
        FailedPath = await SaveAsync(ResultSet.Failed, "failed", p => p.Job!.RecordsFailed > 0).ConfigureAwait(false);
        UnprocessedPath = await SaveAsync(ResultSet.Unprocessed, "unprocessed", p => p.Unprocessed > 0).ConfigureAwait(false);
        for (var i = 0; i < saved.Length; i++)
        {
            parts[i].Saved = _errors.Count == 0 ? saved[i] : null;
        }

        async Task<string?> SaveAsync(ResultSet set, string suffix, Func<ImportPart, bool> hasRows)
        {
            // The counts of an interrupted job are not final: its results are downloaded in any case.
            var indexes = Enumerable.Range(0, parts.Count)
                .Where(i => parts[i].Job!.State != SfBulkJobState.JobComplete || hasRows(parts[i]))
                .ToList();
            var path = Path.Combine(folder, FileName.Of(prefix + suffix, "csv", first.Id));
            try
            {
                var rows = await new ResultReader(jobs).SaveRowsAsync(
                    [.. indexes.Select(i => parts[i].Job!)], set, path, cancellationToken).ConfigureAwait(false);
                for (var i = 0; i < indexes.Count; i++)
                {
                    saved[indexes[i]] += rows[i];
                }

                return rows.Sum() > 0 ? path : null;
            }
            catch (SfException e)
            {
                _errors.Add(e);
                return null;
            }
        }
    }

    /// <summary>Salesforce's message for the first row that failed; null if there is none.</summary>
    public async Task<string?> FirstErrorAsync(CancellationToken cancellationToken)
    {
        if (parts.FirstOrDefault(p => p.Job!.RecordsFailed > 0)?.Job is not { } job)
        {
            return null;
        }

        try
        {
            var failed = new ResultReader(jobs).ReadAsync(job, ResultSet.Failed, ErrorOf, cancellationToken);
            await foreach (var errors in failed.ConfigureAwait(false))
            {
                return errors[0];
            }

            return null;
        }
        catch (SfException e)
        {
            // More important is the error that rows failed, which names their jobs.
            return $"its error could not be read: {e.Message.TrimEnd('.')}";
        }
    }

    private static string? ErrorOf(ResultRow row)
    {
        for (var column = 0; column < row.Columns.Count; column++)
        {
            if (row.Columns[column].Equals(ResultColumns.Error, StringComparison.OrdinalIgnoreCase))
            {
                return row[column];
            }
        }

        return null;
    }
}
