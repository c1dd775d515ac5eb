namespace SalesforceJwt.Core.Http;

/// <summary>Sends one call, attempt after attempt, until its answer is read or its error is final.</summary>
internal sealed class RetriedCall(HttpCall call, HttpMessageInvoker client, HttpSettings settings, TimeProvider time)
{
    private readonly RetryLoop _loop = new(call.Retry, time, call.Observer);
    private bool _mayHaveActed;

    public Task SendAsync(CancellationToken cancellationToken) => _loop.RunAsync(AttemptAsync, cancellationToken);

    private async Task<Retry?> AttemptAsync(CancellationToken cancellationToken)
    {
        await call.PrepareAsync(cancellationToken).ConfigureAwait(false);
        using var attempt = new HttpAttempt(call);
        FailedAttempt failed;
        Retry? retry;
        try
        {
            var response = await attempt.SendAsync(client, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode is >= 200 and < 300)
            {
                await response.CheckAsync(cancellationToken).ConfigureAwait(false);
                await call.ReadAsync(response, cancellationToken).ConfigureAwait(false);
                return null;
            }

            failed = await call.ClassifyAsync(response, cancellationToken).ConfigureAwait(false);
            if (failed.IsSessionExpired)
            {
                failed = await call.RenewSessionAsync(failed, cancellationToken).ConfigureAwait(false);
            }

            retry = Next(failed);
            if (retry is null && call.SkipErrorCheck)
            {
                await call.ReadAsync(response, cancellationToken).ConfigureAwait(false);
                return null;
            }
        }
        catch (Exception e) when (NetworkErrors.Classify(e, attempt.Url, settings, cancellationToken) is { } fault)
        {
            failed = fault;
            retry = Next(failed);
        }

        if (retry is null)
        {
            throw FinalError(failed);
        }

        _mayHaveActed |= failed.MayHaveActed;
        return retry;
    }

    private Retry? Next(FailedAttempt failed)
    {
        var isSafe = call.RetrySafety switch
        {
            RetrySafety.ReadOnly or RetrySafety.Idempotent => true,
            RetrySafety.OnlyIfNotActed => !failed.MayHaveActed,
            _ => false,
        };
        return !isSafe ? null
            : failed.WasSessionRenewed ? new Retry(failed.Error.Message, Delay: null)
            : failed.IsTransient ? _loop.Next(failed.Error.Message, failed.RetryAfter)
            : null;
    }

    private SfException FinalError(FailedAttempt failed)
    {
        if (RetryPolicy.Explain(failed.RetryAfter) is { } wait)
        {
            failed.Error.Add(wait);
        }

        // After an attempt on which the server may have acted, the next one can meet its effect: what it deletes is gone.
        return failed.MayHaveActed
            || (_mayHaveActed && failed.Error.Kind is SfErrorKind.NotFound or SfErrorKind.Conflict or SfErrorKind.PreconditionFailed)
            ? call.UnknownOutcome(failed.Error)
            : failed.Error;
    }
}
