using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Records;

/// <summary>
/// Saves or deletes records, a batch a request. Records that others hold locked are sent again by themselves, while the rest stands; what
/// the server may have acted on is not sent again, and is in doubt. Safe to use for several batches at once.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="options">How they are saved.</param>
internal sealed class RecordSaver(SfSession session, RecordOptions options, IHttpObserver? observer = null)
{
    // Unreadable records are removed from a batch one by one up to this number; with more of them, all are likely to be unreadable.
    private const int MostRemoved = 10;

    /// <summary>Saves a batch.</summary>
    /// <param name="rows">The records, as a <see cref="RecordBatcher"/> returns them.</param>
    /// <returns>The outcome of each.</returns>
    public async Task<SavedBatch> SaveAsync(IReadOnlyList<RecordRow> rows, CancellationToken cancellationToken = default)
    {
        var results = rows.Where(r => r.Fault is not null).ToDictionary(r => r, r => Failed(r, RecordErrors.Named(r, r.Fault!)));
        IReadOnlyList<RecordRow> open = [.. rows.Where(r => r.Fault is null)];
        SfException? stop = null;
        RollBackIfAllOrNone();
        if (options.FindsIds)
        {
            await FindIdsAsync().ConfigureAwait(false);
            RollBackIfAllOrNone();
        }

        var loop = new RetryLoop(session.Defaults.Retry, session.Transport.Time, observer);
        await loop.RunAsync(AttemptAsync, cancellationToken).ConfigureAwait(false);
        stop ??= await Overload.WaitAsync(
            session, results.Values.FirstOrDefault(r => r.IsInDoubt)?.Error, observer, cancellationToken).ConfigureAwait(false);
        return new SavedBatch([.. rows.Select(r => results[r])], stop);

        // Returns null if every record has its result, else the retry of those that are locked.
        async Task<Retry?> AttemptAsync(CancellationToken cancel)
        {
            if (open.Count == 0)
            {
                return null;
            }

            Dictionary<RecordRow, RecordAnswer> answers;
            try
            {
                answers = await SendAsync(open, results, cancel).ConfigureAwait(false);
            }
            catch (SfException e)
            {
                Stop(e);
                return null;
            }

            var locked = Locked(answers);
            var retry = locked.Count == 0
                ? null
                : loop.Next($"{locked.Count} of {rows.Count} records are locked: {RecordErrors.LockedCode}.");
            var refused = answers.Values.Where(a => !a.Success).SelectMany(a => a.Errors).ToList();
            var advise = refused.Count == 0
                ? static _ => null
                : await NameAdvice.FindAsync(session, refused, string.Empty, options.ApiVersion, observer, cancel).ConfigureAwait(false);
            SetResults(answers.Keys.Where(r => retry is null || !locked.Contains(r)), r => Result(r, answers[r], advise));
            open = [.. open.Where(locked.Contains)];
            return retry;
        }

        async Task FindIdsAsync()
        {
            try
            {
                var lookup = new ExternalIdLookup(session, options, observer);
                var errors = await lookup.FindAsync(open, cancellationToken).ConfigureAwait(false);
                SetResults(errors.Keys, r => Failed(r, errors[r]));
                open = [.. open.Where(r => !errors.ContainsKey(r))];
            }
            catch (SfException e)
            {
                Stop(e);
                open = [];
            }
        }

        void RollBackIfAllOrNone()
        {
            if (options.AllOrNone && results.Count > 0)
            {
                SetResults(open, r => Failed(r, RecordErrors.RolledBack(r)));
                open = [];
            }
        }

        void Stop(SfException e)
        {
            // Results of earlier attempts stay.
            stop = e;
            SetResults(open.Where(r => !results.ContainsKey(r)), r => Failed(r, RecordErrors.OfRequest(r, e)) with { WasStopped = true });
        }

        void SetResults(IEnumerable<RecordRow> done, Func<RecordRow, RecordResult> result)
        {
            foreach (var row in done)
            {
                results[row] = result(row);
            }
        }
    }

    private static RecordResult Failed(RecordRow row, SfException error) => new(row) { Error = error };

    /// <summary>
    /// The records to send again: those that are locked, or the whole all-or-none batch if nothing else was wrong with it.
    /// </summary>
    private HashSet<RecordRow> Locked(Dictionary<RecordRow, RecordAnswer> answers)
    {
        var locked = answers.Where(a => a.Value.IsLocked).Select(a => a.Key).ToHashSet();
        return !options.AllOrNone || locked.Count == 0 ? locked
            : answers.Values.All(a => a.Success || a.IsLocked || a.IsRolledBack) ? [.. answers.Keys]
            : [];
    }

    private RecordResult Result(RecordRow row, RecordAnswer answer, Func<IReadOnlyList<SfApiError>, string?> advise) => new(row)
    {
        Id = answer.Id ?? (options.Action is RecordAction.Update or RecordAction.Delete ? row.Id ?? row.Key : null),
        Created = answer.Success && (answer.Created ?? options.Action == RecordAction.Create),
        Error = answer.Success ? null : RecordErrors.Of(row, answer.Errors, advise(answer.Errors)),
    };

    /// <summary>Sends records. An error of the request as a whole becomes the result of each record that it concerns.</summary>
    private async Task<Dictionary<RecordRow, RecordAnswer>> SendAsync(
        IReadOnlyList<RecordRow> rows, Dictionary<RecordRow, RecordResult> results, CancellationToken cancellationToken)
    {
        for (var removed = 0; rows.Count > 0; removed++)
        {
            Func<RecordRow, SfException> error;
            try
            {
                var answers = await SendOnceAsync(rows, cancellationToken).ConfigureAwait(false);
                return rows.Zip(answers).ToDictionary(p => p.First, p => p.Second);
            }
            catch (SfException e) when (e.Kind == SfErrorKind.OutcomeUnknown)
            {
                error = row => RecordErrors.InDoubt(row, e, options.Action);
            }
            catch (SfException e) when (RecordErrors.IsOfRecords(e))
            {
                if (RecordRequest.PointedAt(e, rows, options.Action) is { } unreadable && removed < MostRemoved)
                {
                    results[unreadable] = Failed(unreadable, RecordErrors.OfRequest(unreadable, e));
                    rows = [.. rows.Where(r => r != unreadable)];
                    if (!options.AllOrNone)
                    {
                        continue;
                    }

                    error = RecordErrors.RolledBack;
                }
                else
                {
                    error = row => RecordErrors.OfRequest(row, e);
                }
            }

            foreach (var row in rows)
            {
                results[row] = Failed(row, error(row));
            }

            break;
        }

        return [];
    }

    private async Task<IReadOnlyList<RecordAnswer>> SendOnceAsync(IReadOnlyList<RecordRow> rows, CancellationToken cancellationToken)
    {
        var log = new RetryLog(observer);
        var answers = await session.Rest.SendAsync(
            RecordRequest.Of(rows, options),
            (response, cancel) => RecordAnswer.ReadAllAsync(response, rows.Count, cancel),
            options.Action == RecordAction.Delete ? log : observer,
            cancellationToken).ConfigureAwait(false);
        return log.WasRetried ? [.. answers.Select(AfterRetry)] : answers;
    }

    /// <summary>A deletion that is sent again after a broken connection can find its records deleted by the first attempt.</summary>
    private RecordAnswer AfterRetry(RecordAnswer answer) =>
        answer.Success || answer.Errors.FirstOrDefault(e => RecordErrors.MeansNotThere(e.ErrorCode)) is not { } error ? answer
        : options.AreKnownToExist || error.ErrorCode == RecordErrors.DeletedCode ? answer with { Success = true }
        : answer with { Errors = [error.WithMessage($"{error.Message} (an attempt whose answer was lost may have deleted it)")] };
}
