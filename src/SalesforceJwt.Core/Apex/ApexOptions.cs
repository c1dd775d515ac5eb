using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Apex;

/// <summary>How anonymous Apex is run.</summary>
internal sealed record ApexOptions
{
    /// <summary>The file of the code, for errors; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>The API version, as <see cref="Http.ApiVersion.Parse"/> gives it; null for the session's.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Time limits of the call; null for the session's.</summary>
    public HttpTimeouts? Timeouts { get; init; }

    /// <summary>Retries of the call, where Salesforce certainly did not run the code; null for the session's.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>How connections are made for the call; null for the session's way.</summary>
    public HttpSettings? HttpSettings { get; init; }
}
