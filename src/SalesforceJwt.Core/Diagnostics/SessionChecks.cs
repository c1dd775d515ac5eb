using System.Runtime.CompilerServices;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Diagnostics;

/// <summary>The checks of a session: token, scopes, API version, API quota and login history.</summary>
internal sealed class SessionChecks(SfSession session, LoginHistoryChecks history, IHttpObserver? observer)
{
    /// <summary>Whether the token is valid, and whose it is.</summary>
    public async Task<SfCheck> SessionAsync(CancellationToken cancellationToken)
    {
        try
        {
            var before = session.Token;
            var user = await session.GetUserInfoAsync(observer, cancellationToken).ConfigureAwait(false);
            var renewed = session.Token == before ? string.Empty : "; it had ended, and was renewed";
            return CheckResult.Passed("Session", user.Username + renewed);
        }
        catch (SfException e)
        {
            return CheckResult.Failed("Session", e);
        }
    }

    /// <summary>Which audience the server accepted.</summary>
    public SfCheck Audience(string? chosen)
    {
        var host = LoginUrl.ToAudience(session.LoginUrl);
        return session.Audience == host || chosen is not null
            ? CheckResult.Passed("Audience", session.Audience ?? "none is sent in this flow")
            : CheckResult.Of(
                "Audience",
                SfCheckStatus.Warning,
                $"{host} was rejected; {session.Audience} was accepted.",
                new Advice("Give that audience: it saves an attempt at every sign-in.", NextStep.SetAudience, session.Audience!));
    }

    /// <summary>The checks of instance, API version, scopes, quota and login history.</summary>
    public async IAsyncEnumerable<SfCheck> OrgAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var instance = await InstanceAsync(cancellationToken).ConfigureAwait(false);
        foreach (var check in instance)
        {
            yield return check;
        }

        yield return Scopes();
        if (instance.All(c => c.Status != SfCheckStatus.Failed))
        {
            var quota = await QuotaAsync(cancellationToken).ConfigureAwait(false);
            yield return quota;
            if (quota.Status != SfCheckStatus.Failed)
            {
                yield return await history.LatestAsync(session, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether the instance answers, and has the API version.</summary>
    private async Task<IReadOnlyList<SfCheck>> InstanceAsync(CancellationToken cancellationToken)
    {
        var instance = session.Token.InstanceUrl.GetLeftPart(UriPartial.Authority);
        IReadOnlyList<string> versions;
        try
        {
            versions = await session.Versions.RequestAsync(observer, cancellationToken).ConfigureAwait(false);
        }
        catch (SfException e)
        {
            return [CheckResult.Failed("Instance", e)];
        }

        var reached = CheckResult.Passed("Instance", $"{instance} answers");
        if (session.ApiVersion is not { } version)
        {
            var newest = $"{versions[^1]}, the newest (the org has {versions[0]} to {versions[^1]})";
            return [reached, CheckResult.Passed("API version", newest)];
        }

        return
        [
            reached,
            versions.Contains(version)
                ? CheckResult.Passed("API version", $"{version} (the org has {versions[0]} to {versions[^1]})")
                : CheckResult.Of(
                    "API version", SfCheckStatus.Failed, $"The org does not have {version}; it has {versions[0]} to {versions[^1]}.",
                    new Advice($"Use {versions[^1]}, or leave the version out for the newest.", NextStep.SetApiVersion, versions[^1])),
        ];
    }

    private SfCheck Scopes()
    {
        var scope = session.Token.Scope;
        return scope is null
            ? CheckResult.Of("Scopes", SfCheckStatus.Skipped, "The server did not say which scopes were granted.")
            : scope.Split(' ').Any(s => s is "api" or "full")
                ? CheckResult.Passed("Scopes", scope)
                : CheckResult.Of(
                    "Scopes",
                    SfCheckStatus.Warning,
                    $"{(scope.Length == 0 ? "None" : $"Only {scope}")} was granted, and REST calls need api.",
                    "Add 'Manage user data via APIs (api)' to the app's selected OAuth scopes.");
    }

    /// <summary>How many of the org's daily API requests remain; the check uses one of them.</summary>
    private async Task<SfCheck> QuotaAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (left, of) = await session.Rest.SendAsync(
                new SfRequest { Uri = "limits" },
                async (response, cancel) => Daily(await response.ReadAllAsync(cancel).ConfigureAwait(false)),
                observer,
                cancellationToken).ConfigureAwait(false);
            var text = FormattableString.Invariant($"{left:N0} of {of:N0} requests are left today");
            return left > of / 10 ? CheckResult.Passed("API quota", text) : CheckResult.Of(
                "API quota",
                left == 0 ? SfCheckStatus.Failed : SfCheckStatus.Warning,
                text + ".",
                "It frees up hour by hour. Setup > Company Information shows it; use Bulk or composite calls to need fewer.");
        }
        catch (SfException e)
        {
            return CheckResult.Failed("API quota", e);
        }
        catch (Exception e) when (JsonText.IsMisread(e))
        {
            return CheckResult.Of("API quota", SfCheckStatus.Skipped, "The org's limits could not be read.");
        }
    }

    private static (int Left, int Of) Daily(ReadOnlyMemory<byte> body)
    {
        using var document = JsonText.Parse(body);
        var daily = document.RootElement.GetProperty("DailyApiRequests");
        return (daily.GetProperty("Remaining").GetInt32(), daily.GetProperty("Max").GetInt32());
    }
}
