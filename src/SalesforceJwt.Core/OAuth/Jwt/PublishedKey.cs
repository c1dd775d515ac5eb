using System.Security.Cryptography;

namespace SalesforceJwt.Core.OAuth.Jwt;

/// <summary>A public key of a key set.</summary>
/// <param name="Id">Its <c>kid</c>.</param>
/// <param name="Rsa">The key, if it is an RSA key.</param>
/// <param name="Curve">The key, if it is an elliptic curve key.</param>
internal sealed record PublishedKey(string? Id, RSAParameters? Rsa, ECParameters? Curve)
{
    /// <summary>Whether signatures of an algorithm are made with keys of elliptic curves; else they are made with RSA keys.</summary>
    public static bool IsOfCurve(string? algorithm) => algorithm?.StartsWith("ES", StringComparison.Ordinal) == true;

    /// <summary>Makes a key object of it, for the caller to dispose.</summary>
    public AsymmetricAlgorithm Open() => Rsa is { } rsa ? RSA.Create(rsa) : ECDsa.Create(Curve!.Value);
}
