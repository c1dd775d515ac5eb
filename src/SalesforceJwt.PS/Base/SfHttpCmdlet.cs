using System.Management.Automation;
using System.Net;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Http;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base;

/// <summary>
/// A cmdlet whose HTTP can be set: proxy, time limits, retries, under the names that <c>Invoke-RestMethod</c> has for them. A sign-in sets
/// them for its connection's later calls as well.
/// </summary>
public abstract class SfHttpCmdlet : SfCmdlet
{
    /// <summary>Seconds to wait for an answer.</summary>
    [Parameter(HelpMessage = "Seconds to wait for the first byte of an answer; 0 waits for ever.")]
    [NoSecret]
    [Alias("TimeoutSec")]
    [ValidateRange(0, int.MaxValue / 1000)]
    public virtual int? ConnectionTimeoutSeconds { get; set; }

    /// <summary>Seconds to wait within an answer.</summary>
    [Parameter(HelpMessage = "Seconds to wait between two pieces of the answer; 0 waits for ever.")]
    [NoSecret]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int? OperationTimeoutSeconds { get; set; }

    /// <summary>The most repetitions.</summary>
    [Parameter(HelpMessage = "How often the request is repeated after a transient fault.")]
    [NoSecret]
    [ValidateRange(0, 100)]
    public int? MaximumRetryCount { get; set; }

    /// <summary>Seconds between repetitions.</summary>
    [Parameter(HelpMessage = "Seconds between repetitions. Left out: growing random delays.")]
    [NoSecret]
    [ValidateRange(1, 3600)]
    public int? RetryIntervalSec { get; set; }

    /// <summary>The proxy.</summary>
    [Parameter(HelpMessage = "The proxy's URL. Left out: the connection's, then the system's.")]
    [NoSecret(TakesUserInfo = true)]
    [ValidateNotNull]
    public Uri? Proxy { get; set; }

    /// <summary>Who signs in to the proxy.</summary>
    [Parameter(HelpMessage = "User and password for the proxy.")]
    [NoSecret]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Signs in to the proxy as the current user.</summary>
    [Parameter(HelpMessage = "Signs in to the proxy as the current user.")]
    public SwitchParameter ProxyUseDefaultCredentials { get; set; }

    /// <summary>Goes without a proxy.</summary>
    [Parameter(HelpMessage = "Uses no proxy, whatever the connection or the system says.")]
    public SwitchParameter NoProxy { get; set; }

    /// <summary>Takes any server certificate.</summary>
    [Parameter(HelpMessage = "Takes any server certificate. For test servers only.")]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Puts what was given over what there is; with nothing given, that is what there was, and its connections are shared.</summary>
    private protected HttpSettings Over(HttpSettings settings)
    {
        if (NoProxy && Proxy is not null)
        {
            throw new SfException(SfErrorKind.ArgumentConflict, "Both -Proxy and -NoProxy were given.", "Give one of them.");
        }

        if (Proxy is { IsAbsoluteUri: false } || (Proxy is not null && Proxy.Scheme is not ("http" or "https" or "socks4" or "socks4a" or "socks5")))
        {
            throw new SfException(SfErrorKind.UriInvalid, $"'{Proxy}' is not the URL of a proxy.", "Write it like http://proxy.example.com:8080.");
        }

        if (Proxy is null && ProxyCredential is null && !ProxyUseDefaultCredentials && !NoProxy && !SkipCertificateCheck)
        {
            return settings;
        }

        ICredentials? credentials = ProxyUseDefaultCredentials ? CredentialCache.DefaultCredentials : ProxyCredential?.GetNetworkCredential();
        return settings with
        {
            Proxy = NoProxy ? null : Proxy ?? settings.Proxy,
            ProxyCredential = credentials ?? settings.ProxyCredential,
            NoProxy = NoProxy || (settings.NoProxy && Proxy is null),
            SkipCertificateCheck = SkipCertificateCheck || settings.SkipCertificateCheck,
        };
    }

    /// <summary>Time limits with those replaced that were given; 0 seconds is for ever.</summary>
    private protected HttpTimeouts Over(HttpTimeouts timeouts) => ConnectionTimeoutSeconds is null && OperationTimeoutSeconds is null
        ? timeouts
        : new HttpTimeouts(Seconds(ConnectionTimeoutSeconds) ?? timeouts.Headers, Seconds(OperationTimeoutSeconds) ?? timeouts.Read);

    /// <summary>A retry policy with what was given replaced.</summary>
    private protected RetryPolicy Over(RetryPolicy policy) => MaximumRetryCount is null && RetryIntervalSec is null ? policy : policy with
    {
        MaximumRetryCount = MaximumRetryCount ?? policy.MaximumRetryCount,
        Interval = Seconds(RetryIntervalSec) ?? policy.Interval,

        // Who names count and interval has named the total as well.
        MaximumTotalDelay = RetryIntervalSec is null
            ? policy.MaximumTotalDelay
            : TimeSpan.FromSeconds(Math.Max(120L, (long)RetryIntervalSec * (MaximumRetryCount ?? policy.MaximumRetryCount))),
    };

    private static TimeSpan? Seconds(int? seconds) =>
        seconds is null ? null : seconds == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds.Value);
}
