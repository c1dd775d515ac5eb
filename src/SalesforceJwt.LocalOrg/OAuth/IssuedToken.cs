namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>An access token and the session behind it.</summary>
internal sealed class IssuedToken(string value, ConnectedApp app, OrgUser user, DateTimeOffset issuedAt)
{
    public string Value => value;

    public ConnectedApp App => app;

    public OrgUser User => user;

    public DateTimeOffset LastUsedAt { get; set; } = issuedAt;
}
