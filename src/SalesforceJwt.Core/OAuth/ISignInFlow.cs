using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Http;

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

    /// <summary>
    /// Makes a secret of a text that only who can sign in with this flow can make: it seals tokens in the token cache. Null if the flow
    /// has none.
    /// </summary>
    Task<byte[]?> CreateSealSecretAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken) => Task.FromResult<byte[]?>(null);

    /// <summary>Removes what is kept of the tokens of this flow: they were revoked.</summary>
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
