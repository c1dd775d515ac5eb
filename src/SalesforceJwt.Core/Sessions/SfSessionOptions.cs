using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;

namespace SalesforceJwt.Core.Sessions;

/// <summary>Everything of a session that is not who signs in and how.</summary>
internal sealed record SfSessionOptions
{
    /// <summary>How connections are made.</summary>
    public HttpSettings HttpSettings { get; init; } = new();

    /// <summary>Time limits and retries of sign-ins and renewals.</summary>
    public SignInOptions SignIn { get; init; } = new();

    /// <summary>Time limits of REST calls.</summary>
    public HttpTimeouts Timeouts { get; init; } = HttpTimeouts.Default;

    /// <summary>Retries of REST calls.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>The REST API version, as <see cref="Http.ApiVersion.Parse"/> gives it; null for the org's newest.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Percent of the org's API requests of 24 hours at which a warning is given, once; null for never.</summary>
    public int? UsageWarningPercent { get; init; }

    /// <summary>Percent of the org's API requests of 24 hours at which calls are no longer sent; null for never.</summary>
    public int? UsageLimitPercent { get; init; }

    /// <summary>Makes the handler for HTTP settings; null for the real one.</summary>
    public Func<HttpSettings, HttpMessageHandler>? CreateHandler { get; init; }

    /// <summary>The clock; null for the system's.</summary>
    public TimeProvider? Time { get; init; }
}
