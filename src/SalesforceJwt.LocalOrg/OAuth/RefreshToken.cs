namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>The grant behind a refresh token. Rotation changes the token's text, not this object.</summary>
internal sealed class RefreshToken(ConnectedApp app, OrgUser user, string scope, DateTimeOffset issuedAt)
{
    public ConnectedApp App => app;

    public OrgUser User => user;

    public string Scope => scope;

    public DateTimeOffset IssuedAt => issuedAt;

    /// <summary>By the app's current policy; null: valid until it is revoked.</summary>
    public DateTimeOffset? ExpiresAt => IssuedAt + App.RefreshTokenLifetime;
}
