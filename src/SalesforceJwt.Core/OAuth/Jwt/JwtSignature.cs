using System.Security.Cryptography;

namespace SalesforceJwt.Core.OAuth.Jwt;

/// <summary>The result of verifying a token's signature.</summary>
/// <param name="Status">The result.</param>
/// <param name="Reason">Why it is not verified; null where it is.</param>
/// <param name="VerifiedBy">The thumbprint of the certificate, or the published key; null for a bare key, or if it is not verified.</param>
internal sealed record JwtSignature(JwtSignatureStatus Status, string? Reason, string? VerifiedBy)
{
    /// <summary>There is nothing to verify it with.</summary>
    public static JwtSignature NotVerified { get; } =
        new(JwtSignatureStatus.NotVerified, "No certificate or key was given to verify it with.", null);

    /// <summary>Verifies with a given key.</summary>
    public static JwtSignature Of(JwtContent token, JwtVerifier verifier)
    {
        var (status, reason) = verifier.Verify(token);
        return new JwtSignature(status, reason, status == JwtSignatureStatus.Verified ? verifier.Thumbprint : null);
    }

    /// <summary>Verifies with a key of a set.</summary>
    /// <param name="token">The token.</param>
    /// <param name="key">The key that the token names; null if the set has none.</param>
    /// <param name="source">Where the set is.</param>
    public static JwtSignature Of(JwtContent token, RSAParameters? key, string source)
    {
        if (JwtVerifier.FindFault(token) is { } fault)
        {
            return new JwtSignature(JwtSignatureStatus.Invalid, fault, null);
        }

        if (key is not { } parameters)
        {
            var which = token.KeyId is null ? "The token names no key (kid), and there is not exactly one" : "There is no such RSA key";
            return new JwtSignature(
                JwtSignatureStatus.Invalid, $"{which} among those of {source}. It was signed by somebody else, or the key is gone.", null);
        }

        using var verifier = JwtVerifier.Of(parameters);
        var (status, reason) = verifier.Verify(token);
        var name = $"{token.KeyId ?? "the only key"} of {source}";
        return new JwtSignature(status, reason, status == JwtSignatureStatus.Verified ? name : null);
    }
}
