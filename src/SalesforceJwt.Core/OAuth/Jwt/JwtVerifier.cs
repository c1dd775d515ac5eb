using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.Core.OAuth.Jwt;

/// <summary>
/// Verifies signatures with a public key. The key decides which algorithms count (RFC 8725 section 3.1): a token cannot choose
/// <c>none</c>, nor have the public key taken for an HMAC secret.
/// </summary>
internal sealed class JwtVerifier : IDisposable
{
    private readonly AsymmetricAlgorithm _key;

    private JwtVerifier(AsymmetricAlgorithm key, string? thumbprint)
    {
        _key = key;
        Thumbprint = thumbprint;
    }

    /// <summary>SHA-1 thumbprint of the certificate that verifies; null for a bare key.</summary>
    public string? Thumbprint { get; }

    /// <summary>Verifies with a certificate's public key. That the certificate is trusted, or not over, is not looked at: Salesforce does not either.</summary>
    /// <param name="certificate">The certificate; it stays the caller's to dispose.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.KeyNotRsa"/>: a key that signs no JWTs.</exception>
    public static JwtVerifier Of(X509Certificate2 certificate)
    {
        AsymmetricAlgorithm? key = CertificateReader.RsaPublicKey(certificate);
        key ??= CertificateReader.EcPublicKey(certificate);
        return new JwtVerifier(
            key ?? throw KeyErrors.NotRsa($"The certificate {certificate.Thumbprint}", certificate.PublicKey.Oid.FriendlyName),
            certificate.Thumbprint);
    }

    /// <summary>Verifies with the public half of a private key.</summary>
    /// <param name="key">The key; it stays the caller's to dispose.</param>
    public static JwtVerifier Of(SfPrivateKey key)
    {
        return new JwtVerifier(RSA.Create(key.Rsa.ExportParameters(includePrivateParameters: false)), key.Certificate?.Thumbprint);
    }

    /// <summary>Verifies a token's signature; its times are another matter.</summary>
    /// <param name="token">The token.</param>
    /// <returns>Verified or Invalid, and the reason of the latter.</returns>
    public (JwtSignatureStatus Status, string? Reason) Verify(JwtContent token)
    {
        if (token.HasCriticalExtensions)
        {
            return (JwtSignatureStatus.Invalid, "The header names extensions (crit) that are not supported here, and must not be passed over.");
        }

        bool? fits = (_key, token.Algorithm) switch
        {
            (RSA rsa, "RS256" or "RS384" or "RS512") => rsa.VerifyData(token.SignedPart, token.Signature, Hash(token.Algorithm), RSASignaturePadding.Pkcs1),
            (RSA rsa, "PS256" or "PS384" or "PS512") => rsa.VerifyData(token.SignedPart, token.Signature, Hash(token.Algorithm), RSASignaturePadding.Pss),
            (ECDsa ec, "ES256" or "ES384" or "ES512") => ec.VerifyData(token.SignedPart, token.Signature, Hash(token.Algorithm)),
            _ => null,
        };
        return fits switch
        {
            true => (JwtSignatureStatus.Verified, null),
            false => (JwtSignatureStatus.Invalid, "The signature does not fit: the token was signed with another key, or changed since."),
            null => (JwtSignatureStatus.Invalid, Refuse(token.Algorithm)),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static HashAlgorithmName Hash(string algorithm) => new("SHA" + algorithm[2..]);

    private string Refuse(string? algorithm) => algorithm switch
    {
        null => "The header names no algorithm.",
        _ when algorithm.Equals("none", StringComparison.OrdinalIgnoreCase) => "The token is not signed: its algorithm is none.",
        _ when algorithm.StartsWith("HS", StringComparison.OrdinalIgnoreCase) =>
            "The token's algorithm is a shared secret (HMAC), which a certificate must never be taken for.",
        _ => $"The token's algorithm is not one of {(_key is RSA ? "an RSA" : "an EC")} key.",
    };
}
