using System.Security.Cryptography.X509Certificates;

namespace SalesforceJwt.Core.Keys;

/// <summary>The key of a sign-in. Its certificate and its signer are disposed with it.</summary>
/// <param name="Signer">The private key, or what signs with one.</param>
/// <param name="Certificate">Its certificate, read on first use; null if none is known.</param>
internal sealed record SigningKey(IJwtSigner Signer, Lazy<X509Certificate2?>? Certificate) : IDisposable
{
    /// <summary>Disposes the signer, and the certificate if it was read.</summary>
    public void Dispose()
    {
        if (Certificate is { IsValueCreated: true })
        {
            Certificate.Value?.Dispose();
        }

        Signer.Dispose();
    }
}
