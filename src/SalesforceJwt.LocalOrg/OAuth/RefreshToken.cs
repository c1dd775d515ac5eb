namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>The grant behind a refresh token. Rotation changes the token's text, not this object.</summary>
internal sealed class RefreshToken(ConnectedApp app, OrgUser user, string scope, DateTimeOffset issuedAt)
{
    private long _lastUsedTicks = issuedAt.UtcTicks;
    private int _useCount;

    public ConnectedApp App => app;

    public OrgUser User => user;

    public string Scope => scope;

    public DateTimeOffset IssuedAt => issuedAt;

    /// <summary>When it was exchanged for an access token last, or issued with one.</summary>
    public DateTimeOffset LastUsedAt => new(Interlocked.Read(ref _lastUsedTicks), TimeSpan.Zero);

    /// <summary>Number of access tokens issued with it and for it.</summary>
    public int UseCount => Volatile.Read(ref _useCount);

    /// <summary>By the app's current policy; null: valid until it is revoked.</summary>
    public DateTimeOffset? ExpiresAt => IssuedAt + App.RefreshTokenLifetime;

    public void CountUse(DateTimeOffset time)
    {
        Interlocked.Exchange(ref _lastUsedTicks, time.UtcTicks);
        Interlocked.Increment(ref _useCount);
    }
}
