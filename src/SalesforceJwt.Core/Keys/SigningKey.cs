using System.Security.Cryptography.X509Certificates;

namespace SalesforceJwt.Core.Keys;

/// <summary>The key of a sign-in.</summary>
/// <param name="Signer">The private key, or what signs with one.</param>
/// <param name="Certificate">Its certificate, read on first use; null if none is known.</param>
internal sealed record SigningKey(IJwtSigner Signer, Lazy<X509Certificate2?>? Certificate);
