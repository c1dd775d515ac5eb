using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SalesforceJwt.Core.Certificates;

/// <summary>An RSA private key that is fit to sign assertions (2048 bits or more), and its certificate where that is known.</summary>
public sealed class SfPrivateKey : IDisposable
{
    /// <summary>The smallest key that Salesforce takes, in bits.</summary>
    public const int MinimumKeySize = 2048;

    private readonly bool _ownsCertificate;

    internal SfPrivateKey(RSA rsa, KeyFormat format, string source, X509Certificate2? certificate = null, bool ownsCertificate = false)
    {
        if (rsa.KeySize < MinimumKeySize)
        {
            var size = rsa.KeySize;
            rsa.Dispose();
            throw KeyErrors.TooSmall(source, size);
        }

        Rsa = rsa;
        Format = format;
        Certificate = certificate;
        _ownsCertificate = ownsCertificate;
    }

    /// <summary>The key itself.</summary>
    public RSA Rsa { get; }

    /// <summary>The format it was read from.</summary>
    public KeyFormat Format { get; }

    /// <summary>The certificate that came with the key; null where it came alone.</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>Key size in bits.</summary>
    public int KeySize => Rsa.KeySize;

    /// <summary>Takes the private key out of a certificate that holds one.</summary>
    /// <param name="certificate">The certificate; it stays the caller's to dispose.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.KeyNotPrivate"/>, <see cref="SfErrorKind.KeyNotRsa"/> or
    /// <see cref="SfErrorKind.KeyTooSmall"/>.</exception>
    public static SfPrivateKey FromCertificate(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return FromCertificate(certificate, KeyFormat.Certificate, $"The certificate {certificate.Thumbprint} ({certificate.Subject})", ownsCertificate: false);
    }

    internal static SfPrivateKey FromCertificate(X509Certificate2 certificate, KeyFormat format, string source, bool ownsCertificate)
    {
        if (!certificate.HasPrivateKey)
        {
            throw new SfException(
                SfErrorKind.KeyNotPrivate,
                $"{source} comes without its private key.",
                "Give the PFX that was exported with the private key, or the key file that was made together with this certificate.");
        }

        var rsa = certificate.GetRSAPrivateKey() ?? throw KeyErrors.NotRsa(source, certificate.PublicKey.Oid.FriendlyName);
        return new SfPrivateKey(rsa, format, source, certificate, ownsCertificate);
    }

    /// <summary>Says whether a certificate holds the public half of this key.</summary>
    /// <param name="certificate">The certificate to compare with.</param>
    public bool Matches(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        using var other = certificate.GetRSAPublicKey();
        if (other is null)
        {
            return false;
        }

        var (ours, theirs) = (Rsa.ExportParameters(includePrivateParameters: false), other.ExportParameters(includePrivateParameters: false));
        return ours.Modulus.AsSpan().SequenceEqual(theirs.Modulus) && ours.Exponent.AsSpan().SequenceEqual(theirs.Exponent);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Rsa.Dispose();
        if (_ownsCertificate)
        {
            Certificate?.Dispose();
        }
    }
}
