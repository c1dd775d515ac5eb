namespace SalesforceJwt.Core.Http;

/// <summary>A retry that a <see cref="RetryLoop"/> is to make.</summary>
/// <param name="Reason">Why, for the observer.</param>
/// <param name="Delay">How long to wait first; null to retry immediately, not counted.</param>
internal sealed record Retry(string Reason, TimeSpan? Delay);
