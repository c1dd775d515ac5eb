namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>What a refresh token stands for. Rotation changes the token's text, not this.</summary>
internal sealed class RefreshToken(ConnectedApp app, OrgUser user, string scope, DateTimeOffset issuedAt)
{
    public ConnectedApp App => app;

    public OrgUser User => user;

    public string Scope => scope;

    public DateTimeOffset IssuedAt => issuedAt;

    /// <summary>By the app's policy of this moment; null for as long as it is not revoked.</summary>
    public DateTimeOffset? ExpiresAt => IssuedAt + App.RefreshTokenLifetime;
}
