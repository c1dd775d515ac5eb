using System.Management.Automation;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base.Parameters;

/// <summary>
/// Proxy, time limits and retries, under the names that <c>Invoke-RestMethod</c> has for them. A sign-in sets them for the later calls of
/// its connection as well.
/// </summary>
internal interface IHttpParameters
{
    /// <summary>Seconds to wait for an answer.</summary>
    [Parameter(HelpMessage = "Seconds to wait for the first byte of an answer; 0 waits for ever.")]
    [NoSecret]
    [Alias("TimeoutSec")]
    [ValidateRange(0, int.MaxValue / 1000)]
    int? ConnectionTimeoutSeconds { get; set; }

    /// <summary>Seconds to wait within an answer.</summary>
    [Parameter(HelpMessage = "Seconds to wait between two pieces of the answer; 0 waits for ever.")]
    [NoSecret]
    [ValidateRange(0, int.MaxValue / 1000)]
    int? OperationTimeoutSeconds { get; set; }

    /// <summary>The most repetitions.</summary>
    [Parameter(HelpMessage = "How often the request is repeated after a transient fault.")]
    [NoSecret]
    [ValidateRange(0, 100)]
    int? MaximumRetryCount { get; set; }

    /// <summary>Seconds between repetitions.</summary>
    [Parameter(HelpMessage = "Seconds between repetitions. Left out: growing random delays.")]
    [NoSecret]
    [ValidateRange(1, 3600)]
    int? RetryIntervalSec { get; set; }

    /// <summary>The proxy.</summary>
    [Parameter(HelpMessage = "The proxy's URL. Left out: the connection's, then the system's.")]
    [NoSecret(TakesUserInfo = true)]
    [ValidateNotNull]
    Uri? Proxy { get; set; }

    /// <summary>User and password for the proxy.</summary>
    [Parameter(HelpMessage = "User and password for the proxy.")]
    [NoSecret]
    [Credential]
    PSCredential? ProxyCredential { get; set; }

    /// <summary>Signs in to the proxy as the current user.</summary>
    [Parameter(HelpMessage = "Signs in to the proxy as the current user.")]
    SwitchParameter ProxyUseDefaultCredentials { get; set; }

    /// <summary>Uses no proxy.</summary>
    [Parameter(HelpMessage = "Uses no proxy, whatever the connection or the system says.")]
    SwitchParameter NoProxy { get; set; }

    /// <summary>Accepts any server certificate.</summary>
    [Parameter(HelpMessage = "Takes any server certificate. For test servers only.")]
    SwitchParameter SkipCertificateCheck { get; set; }
}
