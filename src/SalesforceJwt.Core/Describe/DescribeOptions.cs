namespace SalesforceJwt.Core.Describe;

/// <summary>How a description is asked for.</summary>
internal sealed record DescribeOptions
{
    /// <summary>The API version, as <see cref="Http.ApiVersion.Parse"/> gives it; null for the session's.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>
    /// How old a kept description may be to be given without asking. By default it is always asked whether it is still good: an answer
    /// of a few bytes where it is.
    /// </summary>
    public TimeSpan MaximumAge { get; init; }

    /// <summary>Whether the whole description is asked for, whatever is kept: permissions can change without Salesforce dating that.</summary>
    public bool Refresh { get; init; }

    /// <summary>Whether this is a question on the side (completion, advice): it is not repeated after a fault, and its errors get no advice of their own.</summary>
    public bool SuppressNameAdvice { get; init; }
}
