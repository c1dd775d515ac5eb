using System.Security.Cryptography.X509Certificates;

namespace SalesforceJwt.Core.Keys;

/// <summary>The key of a sign-in.</summary>
/// <param name="Key">The key.</param>
/// <param name="Certificate">Its certificate, read on first use; null if none is known.</param>
internal sealed record SigningKey(SfPrivateKey Key, Lazy<X509Certificate2?>? Certificate);
