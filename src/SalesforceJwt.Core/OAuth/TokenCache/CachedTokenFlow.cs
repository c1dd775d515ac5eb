using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth.TokenCache;

/// <summary>
/// A flow whose tokens outlive the process: it takes a token from the token cache, and signs in only if there is none, or if the org has
/// refused it. Of several processes that need a new token at the same time, one signs in; the others wait and take its token.
/// </summary>
/// <param name="flow">The flow; it is disposed with this one.</param>
/// <param name="folder">The cache.</param>
/// <param name="key">Seals the tokens of a flow that has no secret of its own; null for other flows.</param>
/// <param name="signsInFirst">Whether the first token comes from a sign-in, even if there is one in the cache.</param>
/// <param name="lockTimeout">How long to wait for another process; null for 30 seconds. After that, the cache is not used.</param>
internal sealed class CachedTokenFlow(
    ISignInFlow flow, TokenCacheFolder folder, SealKey? key = null, bool signsInFirst = false, TimeSpan? lockTimeout = null) : ISignInFlow
{
    private readonly TokenCacheSubject _subject = flow.CacheSubject is { } subject
        ? subject with { Vault = key?.Vault }
        : throw new ArgumentException("Tokens of this flow cannot be cached.", nameof(flow));

    private readonly TimeSpan _lockTimeout = lockTimeout ?? TimeSpan.FromSeconds(30);
    private byte[]? _secret;
    private volatile TokenResponse? _last;
    private volatile string? _user;

    /// <inheritdoc/>
    public Uri LoginUrl => flow.LoginUrl;

    /// <inheritdoc/>
    public OAuthClient? Client => flow.Client;

    /// <inheritdoc/>
    public string? Username => flow.Username ?? _user;

    /// <inheritdoc/>
    public string? Audience => flow.Audience;

    /// <inheritdoc/>
    public string? RefreshToken => flow.RefreshToken;

    /// <inheritdoc/>
    public bool AsksUser => flow.AsksUser;

    /// <inheritdoc/>
    public X509Certificate2? Certificate => flow.Certificate;

    /// <inheritdoc/>
    public async Task<TokenResponse> RequestTokenAsync(
        HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        var secret = _secret ??= await CreateSecretAsync(cancellationToken).ConfigureAwait(false);
        var readsCache = !signsInFirst || _last is not null;
        if (readsCache && Find(secret, options, observer) is { } cached)
        {
            return cached;
        }

        using var held = await LockAsync(_lockTimeout, transport.Time, observer, cancellationToken).ConfigureAwait(false);
        if (readsCache && held is not null && Find(secret, options, observer) is { } fresh)
        {
            return fresh;
        }

        try
        {
            var token = await flow.RequestTokenAsync(transport, options, observer, cancellationToken).ConfigureAwait(false);

            // With the same identity URL it is the same user.
            _user = token.Id is not null && token.Id == _last?.Id ? _user : null;
            _last = token with { RefreshToken = flow.RefreshToken };
            if (held is not null)
            {
                Use(observer, () => folder.Write(TokenCacheEntry.Create(_subject, _user, secret, _last)));
            }

            return token;
        }
        catch (SfException e) when (held is not null && _last is not null
            && (e is SfLoginException { Error: "invalid_grant" } || e.Kind == SfErrorKind.SessionExpired))
        {
            // The cached tokens are useless to other processes as well.
            Use(observer, Forget);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task ConfirmAsync(string? username, TimeProvider time, CancellationToken cancellationToken)
    {
        await flow.ConfirmAsync(username, time, cancellationToken).ConfigureAwait(false);
        if (username is null || username == _user || _secret is not { } secret || _last is not { } last)
        {
            return;
        }

        _user = username;
        if (_subject.Username is not null)
        {
            if (!_subject.Username.Equals(username, StringComparison.OrdinalIgnoreCase))
            {
                // Another user signed in than was expected: the next process asks again.
                Use(null, Forget);
            }

            return;
        }

        // Another process that holds the lock is about to replace the entry.
        using var held = await LockAsync(TimeSpan.Zero, time, null, cancellationToken).ConfigureAwait(false);
        if (held is not null)
        {
            Use(null, () =>
            {
                var entry = folder.Read(_subject, static _ => { });
                if (entry?.Open(secret, LoginUrl, [last.InstanceUrl.Host])?.AccessToken == last.AccessToken)
                {
                    folder.Write(TokenCacheEntry.Create(_subject, username, secret, last));
                }
            });
        }
    }

    /// <inheritdoc/>
    public void Forget() => folder.Delete(folder.FileOf(_subject));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_secret is { } secret)
        {
            Array.Clear(secret);
        }

        _last = null;
        flow.Dispose();
    }

    private async Task<byte[]> CreateSecretAsync(CancellationToken cancellationToken)
    {
        var text = _subject.ToText();
        return key is not null ? TokenSeal.CreateSecret(key.Bytes, text)
            : await Task.Run(() => flow.CreateSealSecretAsync(text, cancellationToken), cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException("This flow has no secret to seal tokens with.");
    }

    /// <summary>A token from the cache; null if there is none, or only the one that was used before and was refused.</summary>
    private TokenResponse? Find(byte[] secret, SignInOptions options, IHttpObserver? observer) => Use(observer, () =>
    {
        if (folder.Read(_subject, text => observer?.OnWarning(text)) is not { } entry)
        {
            return null;
        }

        if (entry.Open(secret, LoginUrl, options.AllowedInstanceHosts) is not { } token)
        {
            observer?.OnNote("The token in the cache was sealed with another key, and is not used.");
            return null;
        }

        // Even if its access token has ended: the refresh token may be newer than the flow's.
        flow.Resume(token);
        if (token.AccessToken == _last?.AccessToken)
        {
            return null;
        }

        observer?.OnNote($"Using the token from the token cache, issued at {entry.IssuedAt:u}.");
        _last = token;
        _user = entry.User;
        return token;
    });

    private async Task<FileLock?> LockAsync(
        TimeSpan timeout, TimeProvider time, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        try
        {
            var held = await folder.LockAsync(_subject, timeout, time, cancellationToken).ConfigureAwait(false);
            if (held is null)
            {
                ReportUnused(observer, $"another process has held it for more than {timeout.TotalSeconds:0} seconds.");
            }

            return held;
        }
        catch (Exception e) when (IsFault(e))
        {
            ReportUnused(observer, e.Message);
            return null;
        }
    }

    private static void Use(IHttpObserver? observer, Action work) => Use<object>(observer, () =>
    {
        work();
        return null;
    });

    /// <summary>Works with the folder. Its faults are reported, and never stop a sign-in.</summary>
    private static T? Use<T>(IHttpObserver? observer, Func<T?> work)
        where T : class
    {
        try
        {
            return work();
        }
        catch (Exception e) when (IsFault(e))
        {
            ReportUnused(observer, e.Message);
            return null;
        }
    }

    private static bool IsFault(Exception e) =>
        e is IOException or UnauthorizedAccessException or SfException { Kind: SfErrorKind.FileAccessFailed };

    private static void ReportUnused(IHttpObserver? observer, string reason) => observer?.OnNote($"The token cache is not used: {reason}");
}
