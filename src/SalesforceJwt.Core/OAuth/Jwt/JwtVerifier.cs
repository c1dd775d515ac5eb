using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;
using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.Core.OAuth.Jwt;

/// <summary>
/// Verifies JWT signatures with a public key, through Microsoft.IdentityModel. The key decides which algorithms are allowed (RFC 8725
/// section 3.1): a token cannot choose <c>none</c>, nor have the public key used as an HMAC secret.
/// </summary>
internal sealed class JwtVerifier : IDisposable
{
    // The factory also takes encryption algorithms and the names of XML signatures; a JWS has none of them (RFC 7518 section 3.1).
    private static readonly string[] SignatureAlgorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    // Cached signature providers would outlive the key.
    private static readonly CryptoProviderFactory Crypto = new() { CacheSignatureProviders = false };

    private readonly AsymmetricAlgorithm _algorithm;
    private readonly SecurityKey _key;

    private JwtVerifier(AsymmetricAlgorithm algorithm, string? thumbprint)
    {
        _algorithm = algorithm;
        _key = algorithm is RSA rsa ? new RsaSecurityKey(rsa) : new ECDsaSecurityKey((ECDsa)algorithm);
        Thumbprint = thumbprint;
    }

    /// <summary>SHA-1 thumbprint of the certificate that verifies; null for a bare key.</summary>
    public string? Thumbprint { get; }

    /// <summary>
    /// Verifies with a certificate's public key. Neither trust nor expiry of the certificate is checked: Salesforce checks neither.
    /// </summary>
    /// <param name="certificate">The certificate; the caller disposes it.</param>
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
    /// <param name="key">The key; the caller disposes it.</param>
    public static JwtVerifier Of(SfPrivateKey key) =>
        new(RSA.Create(key.Rsa.ExportParameters(includePrivateParameters: false)), key.Certificate?.Thumbprint);

    /// <summary>Verifies with a public key.</summary>
    public static JwtVerifier Of(RSAParameters key) => new(RSA.Create(key), thumbprint: null);

    /// <summary>What makes a token invalid whichever public key verifies it; null if there is nothing.</summary>
    /// <param name="token">The token.</param>
    public static string? FindFault(JwtContent token) => token.Algorithm switch
    {
        // Microsoft.IdentityModel ignores crit (RFC 7515 section 4.1.11).
        _ when token.HasCriticalExtensions =>
            "The header names extensions (crit) that are not supported. RFC 7515 requires such a token to be rejected.",
        null => "The header names no algorithm.",
        var algorithm when algorithm.Equals("none", StringComparison.OrdinalIgnoreCase) =>
            "The token is not signed: its algorithm is none.",
        var algorithm when algorithm.StartsWith("HS", StringComparison.OrdinalIgnoreCase) =>
            "The token's algorithm is a shared secret (HMAC), and a certificate is not a secret.",
        _ => null,
    };

    /// <summary>Verifies a token's signature, not its times.</summary>
    /// <param name="token">The token.</param>
    /// <returns>Verified, or Invalid with the reason.</returns>
    public (JwtSignatureStatus Status, string? Reason) Verify(JwtContent token)
    {
        if (FindFault(token) is { } fault)
        {
            return (JwtSignatureStatus.Invalid, fault);
        }

        var algorithm = token.Algorithm!;
        return !SignatureAlgorithms.Contains(algorithm) || !Crypto.IsSupportedAlgorithm(algorithm, _key)
                ? (JwtSignatureStatus.Invalid, $"The token's algorithm is not one of {(_algorithm is RSA ? "an RSA" : "an EC")} key.")
            : HasSignatureOfKey(token, algorithm) ? (JwtSignatureStatus.Verified, null)
            : (JwtSignatureStatus.Invalid, "The signature does not fit: the token was signed with another key, or changed since.");
    }

    /// <inheritdoc/>
    public void Dispose() => _algorithm.Dispose();

    private bool HasSignatureOfKey(JwtContent token, string algorithm)
    {
        if (token.Signature.Length == 0)
        {
            return false;
        }

        var provider = Crypto.CreateForVerifying(_key, algorithm);
        try
        {
            return provider.Verify(token.SignedPart, token.Signature);
        }
        finally
        {
            Crypto.ReleaseSignatureProvider(provider);
        }
    }
}
