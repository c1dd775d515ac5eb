namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>An access token and the session behind it.</summary>
internal sealed class IssuedToken(
    string value, ConnectedApp app, OrgUser user, string scope, DateTimeOffset issuedAt, RefreshToken? refreshToken)
{
    // Requests share a token, and a DateTimeOffset is too large to be written in one step.
    private long lastUsedTicks = issuedAt.UtcTicks;

    public string Value => value;

    public ConnectedApp App => app;

    public OrgUser User => user;

    public string Scope => scope;

    public DateTimeOffset IssuedAt => issuedAt;

    /// <summary>The refresh token that came with it or that it was got with; it ends with that.</summary>
    public RefreshToken? RefreshToken => refreshToken;

    public DateTimeOffset LastUsedAt
    {
        get => new(Interlocked.Read(ref lastUsedTicks), TimeSpan.Zero);
        set => Interlocked.Exchange(ref lastUsedTicks, value.UtcTicks);
    }
}
