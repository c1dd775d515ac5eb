using System.Globalization;
using System.Runtime.CompilerServices;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Diagnostics;

/// <summary>
/// Checks a sign-in step by step, each check with a finding and a remedy, and stops at the first failure that makes the next checks
/// meaningless. At most two sign-ins are tried, the second with the other audience.
/// </summary>
/// <param name="options">The options of the session that the sign-in would create.</param>
internal sealed class SignInDoctor(SfSessionOptions options, IHttpObserver? observer = null)
{
    // Each attempt counts against the user's hourly limit, and a diagnosis reports the first response, not the last.
    private readonly SfSessionOptions _options = options with
    {
        SignIn = options.SignIn with { Retry = options.SignIn.Retry with { MaximumRetryCount = 0 } },
        Retry = options.Retry with { MaximumRetryCount = 0 },
    };

    private readonly TimeProvider _time = options.Time ?? TimeProvider.System;

    private readonly LoginHistoryChecks _history = new(observer);

    /// <summary>Sessions that there are, the preferred first. One to the same org may read there why a sign-in was refused.</summary>
    public IReadOnlyList<SfSession> Sessions { get; init; } = [];

    /// <summary>Checks a JWT sign-in.</summary>
    /// <param name="subject">The sign-in.</param>
    /// <param name="offline">Whether to skip the checks that need the network.</param>
    public async IAsyncEnumerable<SfCheck> ExamineAsync(
        SignInSubject subject, bool offline = false, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (clientId, result) = Fetch("Client id", () => SignInValue.ClientId(subject.ClientId()), OfflineChecks.ClientId);
        yield return result;
        (var username, result) = Fetch("Username", () => SignInValue.Username(subject.Username()), OfflineChecks.Username);
        yield return result;
        (var loginUrl, result) = Fetch("Login URL", subject.LoginUrl, OfflineChecks.LoginUrl);
        yield return result;
        using var key = await KeyExamination.OfAsync(subject.ReadKey, _time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        foreach (var check in key.Results)
        {
            yield return check;
        }

        if (offline || loginUrl is null)
        {
            yield break;
        }

        using var transport = new HttpTransport(_options.HttpSettings, _options.CreateHandler, _options.Time);
        var network = new NetworkChecks(transport, _options.SignIn.Timeouts, observer);
        await foreach (var check in network.ReachAsync(loginUrl, cancellationToken).ConfigureAwait(false))
        {
            yield return check;
        }

        if (!network.IsReached)
        {
            yield break;
        }

        if (clientId is null || username is null || key.Key is not { } signing)
        {
            yield return CheckResult.Of("Sign-in", SfCheckStatus.Skipped, "Not tried: what failed above must be fixed first.");
            yield break;
        }

        var started = network.ServerTime;
        var flow = new JwtBearerFlow(clientId, username, signing.Signer, loginUrl, subject.Audience, signing.Certificate);
        (var session, result) = await SignInAsync(flow, cancellationToken).ConfigureAwait(false);
        yield return result;
        if (session is null)
        {
            var refusal = await _history.RefusalAsync(Sessions, loginUrl, username, started, result.Advice, cancellationToken)
                .ConfigureAwait(false);
            if (refusal is not null)
            {
                yield return refusal;
            }

            yield break;
        }

        using (session)
        {
            var checks = new SessionChecks(session, _history, observer);
            yield return checks.Audience(subject.Audience);
            await foreach (var check in checks.OrgAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return check;
            }
        }
    }

    /// <summary>Checks an existing connection.</summary>
    /// <param name="session">The session.</param>
    public async IAsyncEnumerable<SfCheck> ExamineAsync(
        SfSession session, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (session.IsClosed)
        {
            var (_, closed) = Fetch("Connection", () => session.Token, _ => CheckResult.Passed("Connection", string.Empty));
            yield return closed;
            yield break;
        }

        if (session.Certificate is { } certificate)
        {
            yield return OfflineChecks.CertificateDates(certificate, _time.GetUtcNow());
        }

        var network = new NetworkChecks(session.Transport, _options.SignIn.Timeouts, observer);
        await foreach (var check in network.ReachAsync(session.Token.InstanceUrl, cancellationToken).ConfigureAwait(false))
        {
            yield return check;
        }

        if (!network.IsReached)
        {
            yield break;
        }

        var started = network.ServerTime;
        var checks = new SessionChecks(session, _history, observer);
        var alive = await checks.SessionAsync(cancellationToken).ConfigureAwait(false);
        yield return alive;
        if (alive.Status == SfCheckStatus.Failed)
        {
            var others = Sessions.Where(other => other != session);
            var refusal = session.Username is not { } username ? null
                : await _history.RefusalAsync(others, session.Current.InstanceUrl, username, started, alive.Advice, cancellationToken)
                    .ConfigureAwait(false);
            if (refusal is not null)
            {
                yield return refusal;
            }

            yield break;
        }

        await foreach (var check in checks.OrgAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return check;
        }
    }

    private static (T? Value, SfCheck Result) Fetch<T>(string check, Func<T> fetch, Func<T, SfCheck> examine)
        where T : class
    {
        try
        {
            var value = fetch();
            return (value, examine(value));
        }
        catch (SfException e)
        {
            return (null, CheckResult.Failed(check, e));
        }
    }

    private async Task<(SfSession? Session, SfCheck Result)> SignInAsync(JwtBearerFlow flow, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        try
        {
            var session = await SfSession.SignInAsync(flow, _options, observer, cancellationToken).ConfigureAwait(false);
            var elapsed = _time.GetElapsedTime(started).TotalMilliseconds;
            var detail = string.Create(CultureInfo.InvariantCulture, $"{flow.Username} got a token in {elapsed:0} ms");
            return (session, CheckResult.Passed("Sign-in", detail));
        }
        catch (SfException e)
        {
            return (null, CheckResult.Failed("Sign-in", e));
        }
    }
}
