using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth.TokenCache;

/// <summary>
/// A flow whose tokens outlive the process: it takes one of the token cache, and signs in only if there is none, or the org has refused
/// it. Of processes that need a new token at the same time, one signs in; the others wait and take its token.
/// </summary>
/// <param name="flow">The flow; it is disposed with this one.</param>
/// <param name="subject">Whose tokens they are.</param>
/// <param name="folder">The cache.</param>
/// <param name="lockTimeout">How long another process is waited for; null for 30 seconds. Then this one signs in without the cache.</param>
internal sealed class CachedTokenFlow(
    ISignInFlow flow, TokenCacheSubject subject, TokenCacheFolder folder, TimeSpan? lockTimeout = null) : ISignInFlow
{
    private readonly TimeSpan _lockTimeout = lockTimeout ?? TimeSpan.FromSeconds(30);
    private byte[]? _secret;
    private volatile string? _lastToken;

    /// <inheritdoc/>
    public Uri LoginUrl => flow.LoginUrl;

    /// <inheritdoc/>
    public OAuthClient? Client => flow.Client;

    /// <inheritdoc/>
    public string? Username => flow.Username;

    /// <inheritdoc/>
    public string? Audience => flow.Audience;

    /// <inheritdoc/>
    public string? RefreshToken => flow.RefreshToken;

    /// <inheritdoc/>
    public X509Certificate2? Certificate => flow.Certificate;

    /// <inheritdoc/>
    public async Task<TokenResponse> RequestTokenAsync(
        HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        _secret ??= await Task.Run(() => flow.CreateSealSecretAsync(subject.ToText(), cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        if (_secret is null)
        {
            throw new InvalidOperationException("This flow has no secret to seal tokens with.");
        }

        if (Find(_secret, options, observer) is { } cached)
        {
            return cached;
        }

        using var held = await LockAsync(transport.Time, observer, cancellationToken).ConfigureAwait(false);
        if (held is not null && Find(_secret, options, observer) is { } fresh)
        {
            return fresh;
        }

        var token = await flow.RequestTokenAsync(transport, options, observer, cancellationToken).ConfigureAwait(false);
        if (held is not null)
        {
            Write(TokenCacheEntry.Create(subject, _secret, token, transport.Time.GetUtcNow()), observer);
        }

        _lastToken = token.AccessToken;
        return token;
    }

    /// <inheritdoc/>
    public void Forget() => folder.Delete(folder.FileOf(subject));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_secret is { } secret)
        {
            Array.Clear(secret);
        }

        _lastToken = null;
        flow.Dispose();
    }

    /// <summary>A token of the cache that is not the one which was used before, and so was refused.</summary>
    private TokenResponse? Find(byte[] secret, SignInOptions options, IHttpObserver? observer)
    {
        try
        {
            if (folder.Read(subject, text => observer?.OnWarning(text)) is not { } entry)
            {
                return null;
            }

            var token = entry.Open(secret, LoginUrl, options.AllowedInstanceHosts);
            if (token is null)
            {
                observer?.OnNote("The token in the cache was sealed with another key, and is not used.");
            }

            if (token is null || token.AccessToken == _lastToken)
            {
                return null;
            }

            observer?.OnNote($"The token is of the cache: issued at {entry.SealedAt:u}.");
            _lastToken = token.AccessToken;
            return token;
        }
        catch (Exception e) when (IsOfFile(e))
        {
            Without(observer, e.Message);
            return null;
        }
    }

    private async Task<FileLock?> LockAsync(TimeProvider time, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        try
        {
            var held = await folder.LockAsync(subject, _lockTimeout, time, cancellationToken).ConfigureAwait(false);
            if (held is null)
            {
                Without(observer, $"another process has held it for more than {_lockTimeout.TotalSeconds:0} seconds.");
            }

            return held;
        }
        catch (Exception e) when (IsOfFile(e))
        {
            Without(observer, e.Message);
            return null;
        }
    }

    private void Write(TokenCacheEntry entry, IHttpObserver? observer)
    {
        try
        {
            folder.Write(entry);
        }
        catch (Exception e) when (IsOfFile(e))
        {
            Without(observer, e.Message);
        }
    }

    private static void Without(IHttpObserver? observer, string reason) => observer?.OnNote($"The token cache is not used: {reason}");

    private static bool IsOfFile(Exception e) => e is IOException or UnauthorizedAccessException;
}
