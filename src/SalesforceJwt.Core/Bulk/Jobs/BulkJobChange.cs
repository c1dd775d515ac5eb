using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Bulk.Jobs;

/// <summary>
/// Changes the state of jobs, and deletes them. After a lost or invalid response the job is looked up. If that fails too, the error names
/// the job and says that the outcome is unknown.
/// </summary>
internal sealed class BulkJobChange(BulkJobClient jobs)
{
    /// <summary>
    /// Whether Salesforce may have made a change that ended with this error.
    /// </summary>
    public static bool IsUncertain(SfException e) =>
        e.Kind is SfErrorKind.OutcomeUnknown or SfErrorKind.ResponseInvalid;

    /// <summary>Changes a job's state.</summary>
    /// <param name="isDone">Whether a job in this state has been changed.</param>
    public async Task<SfBulkJob> SetStateAsync(
        SfBulkJob job, string state, Func<SfBulkJob, bool> isDone, CancellationToken cancellationToken)
    {
        var retry = jobs.Session.Defaults.Retry;
        var mayBeDone = false;
        var waited = TimeSpan.Zero;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await jobs.SendAsync(
                    job, HttpMethod.Patch, BulkJobClient.Json([("state", state)]), cancellationToken).ConfigureAwait(false);
                return answer.State != SfBulkJobState.Unknown && isDone(answer) ? answer : throw NotDone(job, state, answer);
            }
            catch (SfException e)
            {
                mayBeDone |= IsUncertain(e);
                if (!mayBeDone && e.Kind == SfErrorKind.HostUnreachable)
                {
                    throw;
                }

                var now = await LookUpAsync(job, mayBeDone ? e : null, $"set to {state}", cancellationToken).ConfigureAwait(false);
                if (now is not null && isDone(now))
                {
                    return now;
                }

                if (now is null || !IsUncertain(e) || retry.NextDelay(attempt, waited, null) is not { } delay)
                {
                    throw UnknownOutcome.Cause(e);
                }

                await Task.Delay(delay, jobs.Session.Transport.Time, cancellationToken).ConfigureAwait(false);
                waited += delay;
            }
        }
    }

    /// <summary>Deletes a job with its data and results.</summary>
    public async Task DeleteAsync(SfBulkJob job, CancellationToken cancellationToken)
    {
        try
        {
            await jobs.Session.Rest.SendAsync(
                jobs.Request(job, HttpMethod.Delete) with { Expect = ExpectedAnswer.NoContent },
                static (_, _) => Task.FromResult(true), jobs.Observer, cancellationToken).ConfigureAwait(false);
        }
        catch (SfException e) when (e.Kind == SfErrorKind.NotFound)
        {
            // The job existed a moment ago: a first attempt whose response was lost, or another client, deleted it.
        }
        catch (SfException e) when (IsUncertain(e))
        {
            if (await LookUpAsync(job, e, "deleted", cancellationToken).ConfigureAwait(false) is not null)
            {
                throw UnknownOutcome.Cause(e);
            }
        }
    }

    /// <summary>Reads the state of a job after a change that failed; null if the job no longer exists.</summary>
    /// <param name="failure">The error of the change; null if it is certain that the change was not made.</param>
    /// <param name="change">The intended change, for the message.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.OutcomeUnknown"/>.</exception>
    private async Task<SfBulkJob?> LookUpAsync(SfBulkJob job, SfException? failure, string change, CancellationToken cancellationToken)
    {
        try
        {
            return await jobs.GetAsync(job.Id, job.Kind, cancellationToken).ConfigureAwait(false);
        }
        catch (SfException e) when (e.Kind == SfErrorKind.NotFound)
        {
            return null;
        }
        catch (SfException e)
        {
            if (failure is null)
            {
                return null;
            }

            throw new SfException(
                SfErrorKind.OutcomeUnknown,
                $"Bulk job {job.Id} may have been {change}, or not: "
                    + $"{UnknownOutcome.Cause(failure).Message} It could not be looked up: {e.Message}",
                new Advice("Look up the job before you do anything else with it or its rows.", NextStep.GetBulkJob, job.Id),
                UnknownOutcome.Cause(failure));
        }
    }

    private static SfException NotDone(SfBulkJob job, string state, SfBulkJob answer) => new(
        SfErrorKind.ResponseInvalid,
        $"Bulk job {job.Id} was set to {state}, and Salesforce reports the state {answer.State}.",
        new Advice("Look up the job before you do anything else with it.", NextStep.GetBulkJob, job.Id));
}
