using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SalesforceJwt.Core.Keys;

/// <summary>
/// Signs with a key that is elsewhere. Where its public half is known, each signature is verified before it is used: a signer
/// that is set up wrongly costs no sign-in at Salesforce.
/// </summary>
internal sealed class ExternalSigner : IJwtSigner
{
    private readonly IDigestSigner _signer;

    /// <param name="signer">What signs; disposed with this.</param>
    /// <param name="certificate">The certificate of the key; null if unknown. Disposed with this.</param>
    /// <param name="publicKey">The public half of the key, if there is no certificate; null if unknown.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.KeyNotRsa"/> or <see cref="SfErrorKind.KeyTooSmall"/>.</exception>
    public ExternalSigner(IDigestSigner signer, X509Certificate2? certificate = null, RSAParameters? publicKey = null)
    {
        _signer = signer;
        Certificate = certificate;
        PublicKey = certificate is null ? publicKey : PublicKeyOf(certificate);
        if (PublicKey is { } key && RsaKey.SizeOf(key) < SfPrivateKey.MinimumKeySize)
        {
            throw KeyErrors.TooSmall(certificate is null ? "The signing key" : "The certificate", RsaKey.SizeOf(key));
        }
    }

    /// <inheritdoc/>
    public bool IsInMemory => false;

    /// <inheritdoc/>
    public RSAParameters? PublicKey { get; }

    /// <inheritdoc/>
    public X509Certificate2? Certificate { get; }

    /// <summary>Signs with an RSA object of the caller.</summary>
    /// <param name="rsa">The object; it stays the caller's to dispose. Nothing but its public half is read.</param>
    /// <param name="certificate">The certificate of the key; null if unknown.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.KeyCertificateMismatch"/>, or as the constructor throws.</exception>
    public static ExternalSigner Of(RSA rsa, X509Certificate2? certificate = null)
    {
        // Read once: the object may have to ask a vault or a card for it.
        var key = TryGetPublicKey(rsa);
        var signer = new ExternalSigner(new RsaDigestSigner(rsa), certificate, key);
        return certificate is null || key is not { } own || RsaKey.IsSame(own, signer.PublicKey!.Value)
            ? signer
            : throw CertificateReader.Mismatch("the RSA object", certificate, "the given file");
    }

    /// <inheritdoc/>
    public async Task<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var digest = SHA256.HashData(data.Span);
        byte[] signature;
        try
        {
            signature = await _signer.SignAsync(digest, data, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not SfException && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw SignerErrors.Failed(e.Message, e);
        }

        SignatureCheck.Require(signature, digest, PublicKey);
        return signature;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _signer.Dispose();
        Certificate?.Dispose();
    }

    private static RSAParameters PublicKeyOf(X509Certificate2 certificate)
    {
        using var key = CertificateReader.RsaPublicKey(certificate)
            ?? throw KeyErrors.NotRsa("The certificate", certificate.PublicKey.Oid.FriendlyName);
        return key.ExportParameters(includePrivateParameters: false);
    }

    /// <summary>The public half; null if the object does not return it. Which exception it throws then depends on its author.</summary>
    private static RSAParameters? TryGetPublicKey(RSA rsa)
    {
        try
        {
            var key = rsa.ExportParameters(includePrivateParameters: false);
            return key is { Modulus.Length: > 0, Exponent.Length: > 0 }
                ? new RSAParameters { Modulus = key.Modulus, Exponent = key.Exponent }
                : null;
        }
        catch (Exception e) when (e is CryptographicException or NotSupportedException or NotImplementedException
            or InvalidOperationException)
        {
            return null;
        }
    }
}
