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
    private readonly string? _name;

    private JwtVerifier(AsymmetricAlgorithm algorithm, string? name)
    {
        _algorithm = algorithm;
        _key = algorithm is RSA rsa ? new RsaSecurityKey(rsa) : new ECDsaSecurityKey((ECDsa)algorithm);
        _name = name;
    }

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

    /// <summary>Verifies a token with a key of a key set.</summary>
    /// <param name="token">The token.</param>
    /// <param name="find">
    /// Finds the key that the token names, null if the set has none, and says where the set is. Not called for a token that no key can
    /// verify.
    /// </param>
    public static async Task<JwtSignature> VerifyAsync(JwtContent token, Func<Task<(PublishedKey? Key, string Source)>> find)
    {
        if (FindFault(token) is { } fault)
        {
            return JwtSignature.Invalid(fault);
        }

        var (key, source) = await find().ConfigureAwait(false);
        if (key is null)
        {
            var kind = PublishedKey.IsOfCurve(token.Algorithm) ? "elliptic curve" : "RSA";
            return JwtSignature.Invalid(
                (token.KeyId is null
                    ? $"The token names no key (kid), and {source} does not publish exactly one {kind} key."
                    : $"{source} publishes no {kind} key with the id that the token names (kid).")
                + " Another issuer signed the token, or the key was removed.");
        }

        using var verifier = new JwtVerifier(key.Open(), $"{token.KeyId ?? "the only key"} of {source}");
        return verifier.VerifySignature(token);
    }

    /// <summary>Verifies a token's signature, not its times.</summary>
    /// <param name="token">The token.</param>
    /// <returns>Verified, or Invalid with the reason.</returns>
    public JwtSignature Verify(JwtContent token) =>
        FindFault(token) is { } fault ? JwtSignature.Invalid(fault) : VerifySignature(token);

    /// <inheritdoc/>
    public void Dispose() => _algorithm.Dispose();

    /// <summary>Why no public key can verify a token; null if one may.</summary>
    /// <param name="token">The token.</param>
    private static string? FindFault(JwtContent token) => token.Algorithm switch
    {
        // Microsoft.IdentityModel ignores crit (RFC 7515 section 4.1.11).
        _ when token.HasCriticalExtensions =>
            "The header names extensions (crit) that are not supported. RFC 7515 requires such a token to be rejected.",
        null => "The header names no algorithm.",
        var algorithm when algorithm.Equals("none", StringComparison.OrdinalIgnoreCase) =>
            "The token is not signed: its algorithm is none.",
        var algorithm when algorithm.StartsWith("HS", StringComparison.OrdinalIgnoreCase) =>
            "The token's algorithm needs a shared secret (HMAC), and a public key is not a secret.",
        _ => null,
    };

    private JwtSignature VerifySignature(JwtContent token)
    {
        var algorithm = token.Algorithm!;
        if (!SignatureAlgorithms.Contains(algorithm) || !Crypto.IsSupportedAlgorithm(algorithm, _key) || !FitsCurve(algorithm))
        {
            var kind = _algorithm is RSA ? "an RSA key" : $"an EC key of {_algorithm.KeySize} bits";
            return JwtSignature.Invalid($"The token's algorithm is not one of {kind}.");
        }

        return HasSignatureOfKey(token, algorithm)
            ? new JwtSignature(JwtSignatureStatus.Verified, null, _name)
            : JwtSignature.Invalid("The signature is wrong: the token was signed with another key, or changed afterwards.");
    }

    // RFC 7518 section 3.4: each algorithm has its curve.
    private bool FitsCurve(string algorithm) => _algorithm is RSA || _algorithm.KeySize == algorithm switch
    {
        SecurityAlgorithms.EcdsaSha256 => 256,
        SecurityAlgorithms.EcdsaSha384 => 384,
        _ => 521,
    };

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
