using System.Security.Cryptography.X509Certificates;

namespace SalesforceJwt.Core.Keys;

/// <summary>Which private key of a file is meant, if it holds several.</summary>
/// <param name="Thumbprint">
/// The SHA-1 or SHA-256 thumbprint of its certificate, which must be in the file, or the key's name in it; null if none
/// was given.
/// </param>
/// <param name="Certificate">Its certificate; null if none was given.</param>
internal sealed record KeyChoice(string? Thumbprint = null, X509Certificate2? Certificate = null)
{
    /// <summary>No choice: the file's only key.</summary>
    public static KeyChoice Only { get; } = new();

    /// <summary>Finds a certificate that identifies the key, if nothing else does.</summary>
    internal Func<X509Certificate2?>? FindCertificate { get; init; }

    /// <summary>Whether a certificate has this thumbprint.</summary>
    /// <param name="thumbprint">The thumbprint, as certificate viewers and <c>openssl x509 -fingerprint</c> show it.</param>
    /// <param name="certificate">The certificate.</param>
    internal static bool IsOf(string thumbprint, X509Certificate2 certificate)
    {
        // Text copied from the Windows certificate dialog starts with an invisible mark, that of openssl with "sha1 Fingerprint=".
        var digits = string.Concat(thumbprint[(thumbprint.LastIndexOf('=') + 1)..].Where(char.IsAsciiHexDigit));
        return digits.Equals(certificate.Thumbprint, StringComparison.OrdinalIgnoreCase)
            || digits.Equals(CertificateReader.Sha256Thumbprint(certificate), StringComparison.OrdinalIgnoreCase);
    }
}
