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
    /// <summary>
    /// Makes changes. Those of the connection's own user come last, in requests of their own: they can end its access, and then the others
    /// would fail.
    /// </summary>
    /// <param name="changes">The changes.</param>
    /// <param name="explain">Explains an error of a change.</param>
    /// <returns>What became of each, in the order of the changes.</returns>
    public async Task<UserChanges> SaveAsync(
        IReadOnlyList<PlannedChange> changes, Func<SfException, SfException> explain, CancellationToken cancellationToken)
    {
        var results = new Dictionary<RecordRow, RecordResult>();
        SfException? stop = null;
        foreach (var (batch, options) in Batches(changes))
        {
            var saved = await new RecordSaver(session, options, observer).SaveAsync(batch, cancellationToken).ConfigureAwait(false);
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
                : IsSoAlready(error, planned.Action) ? Is(SfChangeOutcome.Unchanged)
                : Is(SfChangeOutcome.Failed, explain(error)) with { WasStopped = result.WasStopped };
        }
    }

    private IEnumerable<(IReadOnlyList<RecordRow> Rows, RecordOptions Options)> Batches(IReadOnlyList<PlannedChange> changes)
    {
        foreach (var some in changes.Where(change => change.Row is not null)
            .GroupBy(change => (IsOwn: change.User.UserId == session.UserId, change.Phase, change.Action))
            .OrderBy(group => group.Key.IsOwn).ThenBy(group => group.Key.Phase))
        {
            var options = new RecordOptions { Action = some.Key.Action, ApiVersion = apiVersion, AreKnownToExist = true };
            var batcher = new RecordBatcher(options);
            foreach (var change in some)
            {
                if (batcher.Add(change.Row!) is { } ready)
                {
                    yield return (ready, options);
                }
            }

            if (batcher.Flush() is { Count: > 0 } last)
            {
                yield return (last, options);
            }
        }
    }

    private static bool IsSoAlready(SfException error, RecordAction action) => error is SfRestException { ErrorCode: { } code }
        && (action == RecordAction.Create ? code == "DUPLICATE_VALUE" : action == RecordAction.Delete && RecordErrors.MeansNotThere(code));
}
