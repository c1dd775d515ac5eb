using System.Management.Automation;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base.Parameters;

/// <summary>
/// Proxy, time limits and retries, with the parameter names of <c>Invoke-RestMethod</c>. A sign-in sets them for the later calls of
/// its connection as well.
/// </summary>
internal interface IHttpParameters
{
    /// <summary>Maximum wait in seconds for the first byte of a response.</summary>
    [Parameter(HelpMessage = "Seconds to wait for the first byte of a response; 0 waits forever.")]
    [NoSecret]
    [Alias("TimeoutSec")]
    [ValidateRange(0, int.MaxValue / 1000)]
    int? ConnectionTimeoutSeconds { get; set; }

    /// <summary>Maximum wait in seconds between two parts of a response.</summary>
    [Parameter(HelpMessage = "Seconds to wait between two parts of a response; 0 waits forever.")]
    [NoSecret]
    [ValidateRange(0, int.MaxValue / 1000)]
    int? OperationTimeoutSeconds { get; set; }

    /// <summary>Maximum number of retries.</summary>
    [Parameter(HelpMessage = "How often the request is repeated after a transient fault.")]
    [NoSecret]
    [ValidateRange(0, 100)]
    int? MaximumRetryCount { get; set; }

    /// <summary>Seconds between retries.</summary>
    [Parameter(HelpMessage = "Seconds between retries. Default: growing random delays.")]
    [NoSecret]
    [ValidateRange(1, 3600)]
    int? RetryIntervalSec { get; set; }

    /// <summary>The proxy.</summary>
    [Parameter(HelpMessage = "The proxy's URL. Default: the connection's, then the system's.")]
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
    [Parameter(HelpMessage = "Uses no proxy, even if the connection or the system has one.")]
    SwitchParameter NoProxy { get; set; }

    /// <summary>Accepts any server certificate.</summary>
    [Parameter(HelpMessage = "Accepts any server certificate. For test servers only.")]
    SwitchParameter SkipCertificateCheck { get; set; }
}
