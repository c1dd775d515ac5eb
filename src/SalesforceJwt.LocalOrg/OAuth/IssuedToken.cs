namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>An access token and the session behind it.</summary>
internal sealed class IssuedToken(
    string value, ConnectedApp app, OrgUser user, string scope, DateTimeOffset issuedAt, RefreshToken? refreshToken)
{
    // Concurrent requests share a token, and writing a DateTimeOffset is not atomic.
    private long _lastUsedTicks = issuedAt.UtcTicks;

    public string Value => value;

    public ConnectedApp App => app;

    public OrgUser User => user;

    public string Scope => scope;

    public DateTimeOffset IssuedAt => issuedAt;

    /// <summary>The refresh token that was issued with it or exchanged for it; revoking that revokes this token.</summary>
    public RefreshToken? RefreshToken => refreshToken;

    public DateTimeOffset LastUsedAt
    {
        get => new(Interlocked.Read(ref _lastUsedTicks), TimeSpan.Zero);
        set => Interlocked.Exchange(ref _lastUsedTicks, value.UtcTicks);
    }
}
