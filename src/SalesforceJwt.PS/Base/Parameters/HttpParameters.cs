using System.Net;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.PS.Base.Parameters;

/// <summary>Applies the given HTTP parameters to the settings of a connection, or to the defaults.</summary>
internal static class HttpParameters
{
    /// <summary>
    /// The settings with the given parameters; the same settings if none is given, so that their connection pool is shared.
    /// </summary>
    /// <exception cref="SfException">The parameters contradict each other, or the proxy's URL is not one.</exception>
    public static HttpSettings ApplyTo(this IHttpParameters given, HttpSettings settings)
    {
        if (given.NoProxy && given.Proxy is not null)
        {
            throw new SfException(SfErrorKind.ArgumentConflict, "Both -Proxy and -NoProxy were given.", "Give one of them.");
        }

        if (given.Proxy is { } proxy && !IsProxy(proxy))
        {
            throw new SfException(
                SfErrorKind.UriInvalid, $"'{proxy}' is not the URL of a proxy.", "Write it like http://proxy.example.com:8080.");
        }

        var credentials = given.ProxyUseDefaultCredentials
            ? CredentialCache.DefaultCredentials
            : given.ProxyCredential?.GetNetworkCredential();
        return settings with
        {
            Proxy = given.NoProxy ? null : given.Proxy ?? settings.Proxy,
            ProxyCredential = credentials ?? settings.ProxyCredential,
            NoProxy = given.NoProxy || (settings.NoProxy && given.Proxy is null),
            SkipCertificateCheck = given.SkipCertificateCheck || settings.SkipCertificateCheck,
        };
    }

    /// <summary>The time limits with the given parameters; 0 seconds is for ever.</summary>
    public static HttpTimeouts ApplyTo(this IHttpParameters given, HttpTimeouts timeouts) => new(
        Seconds(given.ConnectionTimeoutSeconds) ?? timeouts.Headers,
        Seconds(given.OperationTimeoutSeconds) ?? timeouts.Read);

    /// <summary>The retry policy with the given parameters.</summary>
    public static RetryPolicy ApplyTo(this IHttpParameters given, RetryPolicy policy)
    {
        var count = given.MaximumRetryCount ?? policy.MaximumRetryCount;
        var changed = policy with { MaximumRetryCount = count };
        if (Seconds(given.RetryIntervalSec) is not { } interval)
        {
            return changed;
        }

        // The given interval and the count imply the total.
        var (total, usual) = (interval * count, RetryPolicy.Default.MaximumTotalDelay);
        return changed with { Interval = interval, MaximumTotalDelay = total > usual ? total : usual };
    }

    /// <summary>The request with the given parameters; what none of them sets is as in the session's options.</summary>
    public static SfRequest ApplyTo(this IHttpParameters given, SfRequest request, SfSessionOptions defaults) => request with
    {
        Timeouts = given.ApplyTo(defaults.Timeouts),
        Retry = given.ApplyTo(defaults.Retry),
        HttpSettings = given.ApplyTo(defaults.HttpSettings),
    };

    private static bool IsProxy(Uri url) => url.IsAbsoluteUri && url.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5";

    private static TimeSpan? Seconds(int? seconds) =>
        seconds is null ? null : seconds == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds.Value);
}
