using System.Management.Automation;
using System.Net;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Rest;

namespace SalesforceJwt.PS.Connections;

/// <summary>The parameters about HTTP that several cmdlets have, turned into Core's settings.</summary>
internal static class HttpParameters
{
    /// <summary>Puts what was given over what there is; with nothing given, that is what there was, and its connections are shared.</summary>
    public static HttpSettings Settings(
        HttpSettings settings, Uri? proxy, PSCredential? credential, bool useDefaultCredentials, bool noProxy, bool skipCertificateCheck)
    {
        if (noProxy && proxy is not null)
        {
            throw new SfException(SfErrorKind.ArgumentConflict, "Both -Proxy and -NoProxy were given.", "Give one of them.");
        }

        if (proxy is { IsAbsoluteUri: false } || (proxy is not null && proxy.Scheme is not ("http" or "https" or "socks4" or "socks4a" or "socks5")))
        {
            throw new SfException(SfErrorKind.UriInvalid, $"'{proxy}' is not the URL of a proxy.", "Write it like http://proxy.example.com:8080.");
        }

        if (proxy is null && credential is null && !useDefaultCredentials && !noProxy && !skipCertificateCheck)
        {
            return settings;
        }

        ICredentials? credentials = useDefaultCredentials ? CredentialCache.DefaultCredentials : credential?.GetNetworkCredential();
        return settings with
        {
            Proxy = noProxy ? null : proxy ?? settings.Proxy,
            ProxyCredential = credentials ?? settings.ProxyCredential,
            NoProxy = noProxy || (settings.NoProxy && proxy is null),
            SkipCertificateCheck = skipCertificateCheck || settings.SkipCertificateCheck,
        };
    }

    /// <summary>Time limits with some replaced; 0 seconds is for ever.</summary>
    public static HttpTimeouts With(this HttpTimeouts timeouts, int? headersSeconds, int? readSeconds) =>
        headersSeconds is null && readSeconds is null ? timeouts : new(Seconds(headersSeconds) ?? timeouts.Headers, Seconds(readSeconds) ?? timeouts.Read);

    /// <summary>A retry policy with some of it replaced.</summary>
    public static RetryPolicy With(this RetryPolicy policy, int? count, int? intervalSeconds) => count is null && intervalSeconds is null ? policy : policy with
    {
        MaximumRetryCount = count ?? policy.MaximumRetryCount,
        Interval = Seconds(intervalSeconds) ?? policy.Interval,

        // Who names count and interval has named the total as well.
        MaximumTotalDelay = intervalSeconds is null ? policy.MaximumTotalDelay : TimeSpan.FromSeconds(Math.Max(120L, (long)intervalSeconds * (count ?? policy.MaximumRetryCount))),
    };

    private static TimeSpan? Seconds(int? seconds) =>
        seconds is null ? null : seconds == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds.Value);
}
