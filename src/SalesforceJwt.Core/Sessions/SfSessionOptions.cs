using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;

namespace SalesforceJwt.Core.Sessions;

/// <summary>The settings of a session, apart from who signs in and how.</summary>
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

    /// <summary>The REST API version, as <see cref="Http.ApiVersion.Parse"/> returns it; null for the org's newest.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Percentage of the org's API requests of 24 hours at which one warning is given; null for never.</summary>
    public int? UsageWarningPercent { get; init; }

    /// <summary>Percentage of the org's API requests of 24 hours at which calls are refused; null for never.</summary>
    public int? UsageLimitPercent { get; init; }

    /// <summary>Adds the names that were probably meant to errors of REST calls; null for none.</summary>
    public INameAdvice? NameAdvice { get; init; }

    /// <summary>Makes the handler for HTTP settings; null for the real one.</summary>
    public Func<HttpSettings, HttpMessageHandler>? CreateHandler { get; init; }

    /// <summary>The clock; null for the system's.</summary>
    public TimeProvider? Time { get; init; }
}
