using System.Security.Cryptography.X509Certificates;

namespace SalesforceJwt.Core.Keys;

/// <summary>Makes the signer of a sign-in, when its certificate is read.</summary>
/// <param name="certificate">The certificate that verifies its signatures; null if none is known. The signer disposes it.</param>
/// <exception cref="SfException">They do not belong together.</exception>
internal delegate IJwtSigner SignerFactory(X509Certificate2? certificate);
