namespace SalesforceJwt.Core.Describe;

/// <summary>Options of a describe call.</summary>
internal sealed record DescribeOptions
{
    /// <summary>The API version, as <see cref="Http.ApiVersion.Parse"/> gives it; null for the session's.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>
    /// The age up to which a cached description is used without revalidation. By default it is revalidated each time, which takes a
    /// response of a few bytes.
    /// </summary>
    public TimeSpan MaximumAge { get; init; }

    /// <summary>Whether to ignore the cache: permissions can change without a new <c>Last-Modified</c>.</summary>
    public bool Refresh { get; init; }

    /// <summary>Whether this is an internal look-up (completion, advice): no retries, and no name suggestions in its errors.</summary>
    public bool SuppressNameAdvice { get; init; }
}
