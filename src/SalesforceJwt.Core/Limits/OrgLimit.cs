namespace SalesforceJwt.Core.Limits;

/// <summary>One limit of an org (REST API Developer Guide: "Limits").</summary>
/// <param name="Name">Its name, such as <c>DailyApiRequests</c>.</param>
/// <param name="Maximum">How much is allowed.</param>
/// <param name="Remaining">How much is left.</param>
/// <param name="Applications">The shares of connected apps, where the org has given them some.</param>
internal sealed record OrgLimit(string Name, long Maximum, long Remaining, IReadOnlyList<OrgLimit> Applications);
