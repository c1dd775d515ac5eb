using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SalesforceJwt.Core.Keys;

/// <summary>
/// Signs with RS256 (RSASSA-PKCS1-v1_5 with SHA-256): a private key in memory, or something that holds the key elsewhere. The signature is
/// deterministic: the same key makes the same one of the same data.
/// </summary>
internal interface IJwtSigner : IDisposable
{
    /// <summary>
    /// Whether signing is a computation with a key in memory, which takes milliseconds. Elsewhere it can take as long as a user needs to
    /// touch a token, and is done before a connection is opened.
    /// </summary>
    bool IsInMemory { get; }

    /// <summary>The public half of the key: modulus and exponent; null if nothing says which key signs.</summary>
    RSAParameters? PublicKey { get; }

    /// <summary>The certificate that came with the key; null where it came alone.</summary>
    X509Certificate2? Certificate { get; }

    /// <summary>Signs data. May be called from many threads at once.</summary>
    /// <param name="data">What is signed; it is hashed here.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.KeyUnusable"/>, <see cref="SfErrorKind.SignerFailed"/>, or what is wrong with the signature.
    /// </exception>
    Task<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);
}
