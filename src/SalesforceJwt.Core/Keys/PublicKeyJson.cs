using System.Security.Cryptography;
using System.Text.Json;

namespace SalesforceJwt.Core.Keys;

/// <summary>Reads the public half of a JSON Web Key (RFC 7517; RFC 7518 section 6). Certificates in it are not read.</summary>
internal static class PublicKeyJson
{
    /// <summary>Reads an RSA key, of whatever size.</summary>
    /// <returns>Null if it is not a usable one.</returns>
    public static RSAParameters? ReadRsa(JsonElement key)
    {
        if (RsaText.Text(key, "kty") is not (null or "RSA"))
        {
            return null;
        }

        try
        {
            var parameters = new RSAParameters { Modulus = Number(key, "n"), Exponent = Number(key, "e") };
            if (!RsaKey.IsModulus(parameters.Modulus))
            {
                return null;
            }

            using var rsa = RSA.Create(parameters);
            return parameters;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Reads a key of a curve that JWT algorithms use.</summary>
    /// <returns>Null if it is not a usable one.</returns>
    public static ECParameters? ReadEllipticCurve(JsonElement key)
    {
        ECCurve? curve = RsaText.Text(key, "crv") switch
        {
            "P-256" => ECCurve.NamedCurves.nistP256,
            "P-384" => ECCurve.NamedCurves.nistP384,
            "P-521" => ECCurve.NamedCurves.nistP521,
            _ => null,
        };
        if (RsaText.Text(key, "kty") != "EC" || curve is not { } named)
        {
            return null;
        }

        try
        {
            var parameters = new ECParameters { Curve = named, Q = new ECPoint { X = Number(key, "x"), Y = Number(key, "y") } };
            using var ec = ECDsa.Create(parameters);
            return parameters;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }

    private static byte[] Number(JsonElement key, string name) => RsaText.Base64Url(RsaText.Text(key, name));
}
