using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Records;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Admin;

/// <summary>
/// Makes changes to users, 200 a request. Changes that are already in place are not sent; one that another process has made meanwhile is
/// not an error.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
internal sealed class ChangeSaver(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    /// <summary>Makes changes.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="action">The operation that they need.</param>
    /// <param name="explain">Explains an error of a change.</param>
    public async Task<UserChanges> SaveAsync(
        IReadOnlyList<PlannedChange> changes,
        RecordAction action,
        Func<SfException, SfException> explain,
        CancellationToken cancellationToken)
    {
        var options = new RecordOptions { Action = action, ApiVersion = apiVersion };
        var saver = new RecordSaver(session, options, observer);
        var results = new Dictionary<RecordRow, RecordResult>();
        SfException? stop = null;
        foreach (var batch in Batches(changes, options))
        {
            var saved = await saver.SaveAsync(batch, cancellationToken).ConfigureAwait(false);
            foreach (var result in saved.Results)
            {
                results[result.Row] = result;
            }

            stop = saved.Stop;
            if (stop is not null)
            {
                break;
            }
        }

        return new UserChanges([.. changes.Select(Outcome)], stop is null ? null : explain(stop));

        UserChange Outcome(PlannedChange planned)
        {
            UserChange Is(SfChangeOutcome outcome, SfException? error = null) => new(planned.User, planned.Change, outcome, error);

            return planned.Row is not { } row ? Is(SfChangeOutcome.Unchanged)
                : !results.TryGetValue(row, out var result) ? Is(SfChangeOutcome.Failed, stop) with { WasStopped = true }
                : result.Error is not { } error ? Is(SfChangeOutcome.Changed)
                : IsSoAlready(error, action) ? Is(SfChangeOutcome.Unchanged)
                : Is(SfChangeOutcome.Failed, explain(error)) with { WasStopped = result.WasStopped };
        }
    }

    private static IEnumerable<IReadOnlyList<RecordRow>> Batches(IReadOnlyList<PlannedChange> changes, RecordOptions options)
    {
        var batcher = new RecordBatcher(options);
        foreach (var change in changes)
        {
            if (change.Row is { } row && batcher.Add(row) is { } ready)
            {
                yield return ready;
            }
        }

        if (batcher.Flush() is { Count: > 0 } last)
        {
            yield return last;
        }
    }

    private static bool IsSoAlready(SfException error, RecordAction action) => error is SfRestException { ErrorCode: var code }
        && (action, code) is (RecordAction.Create, "DUPLICATE_VALUE") or (RecordAction.Delete, "ENTITY_IS_DELETED");
}
