using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SalesforceJwt.Core.Keys;

/// <summary>An RSA private key that is fit to sign assertions (2048 bits or more), and its certificate where that is known.</summary>
internal sealed class SfPrivateKey : IJwtSigner
{
    /// <summary>The smallest key that Salesforce accepts, in bits.</summary>
    public const int MinimumKeySize = 2048;

    private readonly bool _ownsCertificate;

    internal SfPrivateKey(RSA rsa, KeyFormat format, string source)
    {
        if (rsa.KeySize < MinimumKeySize)
        {
            var size = rsa.KeySize;
            rsa.Dispose();
            throw KeyErrors.TooSmall(source, size);
        }

        Rsa = rsa;
        Format = format;
        _ownsCertificate = format != KeyFormat.Certificate;
    }

    /// <summary>The key itself.</summary>
    public RSA Rsa { get; }

    /// <inheritdoc/>
    public bool IsInMemory => true;

    /// <inheritdoc/>
    public RSAParameters? PublicKey => Rsa.ExportParameters(includePrivateParameters: false);

    /// <summary>The format it was read from.</summary>
    public KeyFormat Format { get; }

    /// <summary>The certificate that came with the key; null where it came alone.</summary>
    public X509Certificate2? Certificate { get; internal set; }

    /// <summary>The key's name in its file (alias, friendly name); null if it has none.</summary>
    internal string? Name { get; init; }

    /// <summary>Key size in bits.</summary>
    public int KeySize => Rsa.KeySize;

    /// <summary>Takes the private key out of a certificate that holds one.</summary>
    /// <param name="certificate">The certificate; it stays the caller's to dispose.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.KeyNotPrivate"/>, <see cref="SfErrorKind.KeyNotRsa"/> or
    /// <see cref="SfErrorKind.KeyTooSmall"/>.</exception>
    public static SfPrivateKey FromCertificate(X509Certificate2 certificate)
    {
        var source = $"The certificate {certificate.Thumbprint} ({certificate.Subject})";
        if (!certificate.HasPrivateKey)
        {
            throw new SfException(
                SfErrorKind.KeyNotPrivate,
                $"{source} comes without its private key.",
                "Give the PFX that was exported with the private key, or the key file that was made together with this certificate.");
        }

        try
        {
            var rsa = certificate.GetRSAPrivateKey() ?? throw KeyErrors.NotRsa(source, certificate.PublicKey.Oid.FriendlyName);
            return new SfPrivateKey(rsa, KeyFormat.Certificate, source) { Certificate = certificate };
        }
        catch (CryptographicException e)
        {
            throw new SfException(
                SfErrorKind.KeyUnusable,
                $"The private key of the certificate {certificate.Thumbprint} cannot be opened: {e.Message}",
                "If it is on a smart card or in a protected store, unlock that; or use a key file.",
                e);
        }
    }

    /// <inheritdoc/>
    public Task<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        Task.Run(() => Sign(data.Span), cancellationToken);

    /// <summary>Whether another key is the same one.</summary>
    internal bool IsSameAs(SfPrivateKey other) => RsaKey.IsSame(PublicKey!.Value, other.PublicKey!.Value);

    /// <summary>Describes the key, for users who choose among several.</summary>
    internal string Describe()
    {
        var name = Name is null ? string.Empty : $"'{Printable(Name)}', ";
        return name + (Certificate is null
            ? $"RSA of {KeySize} bits without a certificate"
            : $"thumbprint {Certificate.Thumbprint}, {Printable(Certificate.Subject)}, until "
                + FormattableString.Invariant($"{Certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}"));
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

    private static string Printable(string text) =>
        string.Concat(text.Where(c => !char.IsControl(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format).Take(80));

    private byte[] Sign(ReadOnlySpan<byte> data)
    {
        try
        {
            return Rsa.SignData(data.ToArray(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException e)
        {
            throw new SfException(
                SfErrorKind.KeyUnusable,
                $"The private key could not sign: {e.Message}",
                "If it lies on a smart card or in a protected store, unlock it; else use a key file.",
                e);
        }
    }
}
