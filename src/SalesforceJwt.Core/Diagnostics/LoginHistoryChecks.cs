using System.Globalization;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Diagnostics;

/// <summary>
/// The checks of the login history. It names the cause of a refusal where the token endpoint does not: "authentication failure" has many.
/// </summary>
internal sealed class LoginHistoryChecks(IHttpObserver? observer)
{
    private const string Name = "Login history";

    // A user of a pipeline may sign in thousands of times a day; the newest entries tell which app is refused now.
    private const int MostEntries = 200;

    /// <summary>Whether the latest sign-in of the session's user succeeded in each app.</summary>
    public async Task<SfCheck> LatestAsync(SfSession session, CancellationToken cancellationToken)
    {
        if (session is not { UserId: { } id, Username: { } username })
        {
            return CheckResult.Of(Name, SfCheckStatus.Skipped, "The session's user is not known.");
        }

        try
        {
            var user = new SfUserAccount(id, session.OrganizationId ?? string.Empty, username);
            var period = LogPeriod.Of(since: null, until: null, session.Transport.Time.GetUtcNow());
            var logins = await ReadAsync(session, user, period, failed: false, MostEntries, cancellationToken).ConfigureAwait(false);
            var refusals = logins.GroupBy(login => login.Application).Select(RefusedSinceSuccess).Where(app => app.Count > 0).ToList();
            return refusals.MaxBy(app => app[0].Time) is { } latest
                ? CheckResult.Of(Name, SfCheckStatus.Warning, Describe(latest[0], latest.Count), latest[0].Advice)
                : CheckResult.Passed(Name, $"the latest sign-ins of {username} succeeded");
        }
        catch (SfException e)
        {
            return CheckResult.Of(Name, SfCheckStatus.Skipped, e.Message, e.Advice);
        }
    }

    /// <summary>Why the org refused a sign-in, read through other sessions to that org until one may see it.</summary>
    /// <param name="sessions">The sessions that there are.</param>
    /// <param name="url">The login host or the org's instance.</param>
    /// <param name="username">The user who was refused.</param>
    /// <param name="since">The time of the sign-in by the clock of Salesforce.</param>
    /// <param name="known">What the failed check already says to do.</param>
    /// <returns>The check; null if no session is to an org with that login host and, at one for all orgs, with that user.</returns>
    public async Task<SfCheck?> RefusalAsync(
        IEnumerable<SfSession> sessions,
        Uri url,
        string username,
        DateTimeOffset since,
        Advice? known,
        CancellationToken cancellationToken)
    {
        SfCheck? result = null;
        foreach (var session in sessions.Where(s => !s.IsClosed && MayBeOf(s, url)))
        {
            try
            {
                var user = await FindUserAsync(session, username, cancellationToken).ConfigureAwait(false);
                if (user is null && !LoginUrl.IsMyDomain(url))
                {
                    continue;
                }

                List<SfLogin> refusals = user is null ? [] : await ReadAsync(
                    session, user, new LogPeriod(since, Until: null), failed: true, most: 1, cancellationToken).ConfigureAwait(false);
                if (refusals is [var refusal])
                {
                    // The answer's own cause is the more exact one, unless it has many.
                    var isKnown = known is not (null or { Step: NextStep.ReadLoginHistory });
                    return CheckResult.Of(Name, SfCheckStatus.Failed, Describe(refusal), isKnown ? null : refusal.Advice);
                }

                result = user is null ? result ?? UserNotFound(session, username) : NoRefusal(session, username, since);
            }
            catch (SfException e)
            {
                result ??= CheckResult.Of(Name, SfCheckStatus.Skipped, e.Message, e.Advice);
            }
        }

        return result;
    }

    private static SfCheck UserNotFound(SfSession session, string username) => CheckResult.Of(
        Name,
        SfCheckStatus.Failed,
        $"The org has no user {username}, or {session.Username} may not see that user.",
        new Advice("In a sandbox, usernames end with its name.", NextStep.FindUser));

    private static SfCheck NoRefusal(SfSession session, string username, DateTimeOffset since) => CheckResult.Of(
        Name,
        SfCheckStatus.Skipped,
        $"{session.Username} sees no refusal of {username} since {Time(since)}. Only a user with the permission 'Manage Users' sees those "
            + "of other users.");

    /// <summary>The refusals of an app's sign-ins, the newest first, that no later success has made obsolete.</summary>
    private static List<SfLogin> RefusedSinceSuccess(IEnumerable<SfLogin> logins)
    {
        // Times are whole seconds: a sign-in that was refused and then tried with another audience has two entries of one second.
        var success = logins.FirstOrDefault(login => login.IsSuccess)?.Time;
        return [.. logins.TakeWhile(login => !login.IsSuccess).Where(login => success is null || login.Time > success)];
    }

    private static bool MayBeOf(SfSession session, Uri url) =>
        !LoginUrl.IsMyDomain(url) || LoginUrl.ToAudience(session.Current.InstanceUrl) == LoginUrl.ToAudience(url);

    private static string Describe(SfLogin login, int count = 1)
    {
        var app = login.Application is { } name ? $" to {name}" : string.Empty;
        var address = login.SourceIp is { } source ? $" from {source}" : string.Empty;
        var many = count > 1 ? $"; {count} refusals without a success since" : string.Empty;
        return $"The sign-in of {login.Username}{app} at {Time(login.Time)}{address} was refused: {login.Status}{many}";
    }

    private static string Time(DateTimeOffset? time) =>
        time?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "an unknown time";

    private async Task<SfUserAccount?> FindUserAsync(SfSession session, string username, CancellationToken cancellationToken) =>
        (await new UserQuery(session, observer: observer)
            .FindAsync([$"Username = {SoqlLiteral.Of(username)}"], cancellationToken).JoinAsync().ConfigureAwait(false)).FirstOrDefault();

    private Task<List<SfLogin>> ReadAsync(
        SfSession session, SfUserAccount user, LogPeriod period, bool failed, int most, CancellationToken cancellationToken) =>
        new LoginHistory(session, observer: observer).ReadAsync(period, [user], [], failed, most, cancellationToken).JoinAsync();
}
