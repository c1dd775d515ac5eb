using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth.TokenCache;

namespace SalesforceJwt.Core.OAuth;

/// <summary>One way of getting an access token. A session keeps its flow, to renew the token in the same way.</summary>
internal interface ISignInFlow : IDisposable
{
    /// <summary>The login host.</summary>
    Uri LoginUrl { get; }

    /// <summary>The app; null if unknown.</summary>
    OAuthClient? Client { get; }

    /// <summary>The user who signs in; null if the flow names none.</summary>
    string? Username => null;

    /// <summary>The <c>aud</c> that is sent; null in flows without an assertion.</summary>
    string? Audience => null;

    /// <summary>The refresh token; null in flows without one.</summary>
    string? RefreshToken => null;

    /// <summary>Whether a user is asked to sign in.</summary>
    bool AsksUser => false;

    /// <summary>Identifies the flow's tokens in the token cache; null if they cannot be kept there.</summary>
    TokenCacheSubject? CacheSubject => null;

    /// <summary>
    /// Derives a secret from a text, which only the holder of this flow's credential can do: it seals tokens in the token cache. Null if
    /// the flow starts without a credential.
    /// </summary>
    Task<byte[]?> CreateSealSecretAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken) => Task.FromResult<byte[]?>(null);

    /// <summary>Continues the sign-in of another process with the tokens that it left in the token cache.</summary>
    void Resume(TokenResponse token)
    {
    }

    /// <summary>Called once the connection is established: from then on, no user is asked to sign in.</summary>
    /// <param name="username">The user; null if unknown.</param>
    Task ConfirmAsync(string? username, TimeProvider time, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Removes stored tokens of this flow: they were revoked.</summary>
    void Forget()
    {
    }

    /// <summary>The certificate of the signing key; null if there is none, or none was found.</summary>
    X509Certificate2? Certificate => null;

    /// <summary>Gets a token.</summary>
    /// <param name="transport">The way to the network.</param>
    /// <param name="options">Time limits and retries.</param>
    /// <exception cref="SfException">The sign-in failed; the error says why and what to do.</exception>
    Task<TokenResponse> RequestTokenAsync(
        HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken);
}
