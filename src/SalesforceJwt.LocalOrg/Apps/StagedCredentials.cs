namespace SalesforceJwt.LocalOrg;

/// <summary>
/// A second pair of consumer key and secret: the next one until it is rotated, then the former one, which stays valid until it is deleted
/// or expires.
/// </summary>
internal sealed record StagedCredentials(
    string Id, string Key, string Secret, OrgUser CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, bool IsRotated)
{
    public string StateAt(DateTimeOffset now) => now >= ExpiresAt ? "Expired" : IsRotated ? "Rotated" : "Active";
}
