using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SalesforceJwt.Core.Keys;

/// <summary>What can be derived from the public half of a signer's key.</summary>
internal static class JwtSignerKey
{
    /// <summary>Whether a certificate holds the public half of the key; false if that is unknown.</summary>
    /// <param name="signer">The signer.</param>
    /// <param name="certificate">The certificate to compare with.</param>
    public static bool Matches(this IJwtSigner signer, X509Certificate2 certificate)
    {
        using var other = CertificateReader.RsaPublicKey(certificate);
        return other is not null
            && signer.PublicKey is { } ours
            && RsaKey.IsSame(ours, other.ExportParameters(includePrivateParameters: false));
    }

    /// <summary>SHA-256 of the public half (SubjectPublicKeyInfo), hexadecimal; null if that is unknown.</summary>
    /// <param name="signer">The signer.</param>
    public static string? GetFingerprint(this IJwtSigner signer)
    {
        if (signer.PublicKey is not { } parameters)
        {
            return null;
        }

        using var rsa = RSA.Create(parameters);
        return KeyFileInfo.Fingerprint(rsa.ExportSubjectPublicKeyInfo());
    }
}
