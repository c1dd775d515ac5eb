using System.Text.Json;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Sessions;

/// <summary>The API versions of a session's org, and the one that its calls use. Safe to use from many threads at once.</summary>
/// <param name="session">The session.</param>
/// <param name="chosen">The version that was chosen for the session; null for the org's newest.</param>
internal sealed class OrgVersions(SfSession session, string? chosen)
{
    private readonly SingleFlight<string> _newest = new();
    private volatile string? _current = chosen;
    private volatile string[] _known = [];

    /// <summary>The version that calls use; null until the first call has asked for the org's newest.</summary>
    public string? Current => _current;

    /// <summary>The org's versions, once they were asked for; empty before.</summary>
    public IReadOnlyList<string> Known => _known;

    /// <summary>The version that calls use: the chosen one, else the org's newest, asked for once.</summary>
    /// <param name="request">The call that needs it: its time limits, retries and HTTP settings apply.</param>
    public ValueTask<string> GetCurrentAsync(SfRequest request, IHttpObserver? observer, CancellationToken cancellationToken) =>
        _current is { } version
            ? new ValueTask<string>(version)
            : new ValueTask<string>(_newest.RunAsync(
                () => _current,
                async abandoned => _current = (await RequestAsync(request, observer, abandoned).ConfigureAwait(false))[^1],
                cancellationToken));

    /// <summary>Asks for the org's versions, oldest first. Needs no token.</summary>
    /// <returns>Versions such as <c>68.0</c>; at least one.</returns>
    public Task<IReadOnlyList<string>> RequestAsync(IHttpObserver? observer = null, CancellationToken cancellationToken = default) =>
        RequestAsync(new SfRequest { Uri = string.Empty }, observer, cancellationToken);

    /// <summary>
    /// Checks the version of a call that failed with status 404: Salesforce answers an unknown version like any unknown path, and only its
    /// list of versions tells the two apart.
    /// </summary>
    public async Task<FailedAttempt> CheckAsync(
        FailedAttempt failed, SfRequest request, string version, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        if (failed.Error is not SfRestException { Kind: SfErrorKind.NotFound } error
            || request.SuppressNameAdvice || !RequestUri.NeedsVersion(request.Uri))
        {
            return failed;
        }

        if (_known.Length == 0)
        {
            try
            {
                await RequestAsync(request, observer, cancellationToken).ConfigureAwait(false);
            }
            catch (SfException)
            {
                // The error to report is the 404.
                return failed;
            }
        }

        return _known.Contains(version)
            ? failed
            : failed with
            {
                Error = error.With(
                    SfErrorKind.ApiVersionNotFound,
                    $"The org does not have API version {version}; it has {_known[0]} to {_known[^1]}.",
                    new Advice($"Use {_known[^1]}, or leave the version out for the newest.", NextStep.SetApiVersion, _known[^1])),
            };
    }

    private async Task<IReadOnlyList<string>> RequestAsync(
        SfRequest caller, IHttpObserver? observer, CancellationToken cancellationToken) =>
        _known = await session.Rest.SendAsync(
            new SfRequest
            {
                Uri = "/services/data",
                IsAnonymous = true,
                IgnoresUsageLimit = true,
                SuppressNameAdvice = true,
                Expect = ExpectedAnswer.Json with
                {
                    Advice = new Advice(
                        "Name the version, and check that nothing between here and Salesforce answers in its place.",
                        NextStep.SetApiVersion),
                },
                Timeouts = caller.Timeouts,
                Retry = caller.Retry,
                HttpSettings = caller.HttpSettings,
            },
            static (response, cancel) =>
                response.ReadJsonAsync(
                    "a list of API versions", Read, new Advice("Name the version.", NextStep.SetApiVersion), isData: false, cancel),
            observer,
            cancellationToken).ConfigureAwait(false);

    private static string[]? Read(JsonElement root)
    {
        var versions = root.EnumerateArray()
            .Select(v => ApiVersion.TryParse(v.Text("version") ?? string.Empty)).OfType<string>().ToList();
        versions.Sort(ApiVersion.Compare);
        return versions.Count > 0 ? [.. versions] : null;
    }
}
