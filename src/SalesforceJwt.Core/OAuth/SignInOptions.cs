using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth;

/// <summary>Time limits, retries and trust of sign-ins.</summary>
internal sealed record SignInOptions
{
    /// <summary>How long to wait for the token endpoint.</summary>
    public HttpTimeouts Timeouts { get; init; } = HttpTimeouts.Login;

    /// <summary>How often to try again after a transient fault.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>Hosts, besides Salesforce's own and the login host, to which the token may go.</summary>
    public IReadOnlyCollection<string> AllowedInstanceHosts { get; init; } = [];
}
