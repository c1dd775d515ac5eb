using SalesforceJwt.Core.Rest;

namespace SalesforceJwt.Core.OAuth;

/// <summary>Time limits and retries of sign-ins.</summary>
public sealed record SignInOptions
{
    /// <summary>How long to wait for the token endpoint.</summary>
    public HttpTimeouts Timeouts { get; init; } = HttpTimeouts.Login;

    /// <summary>How often to try again after a transient fault.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;
}
