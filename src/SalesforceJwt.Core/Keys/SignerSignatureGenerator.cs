using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SalesforceJwt.Core.Keys;

/// <summary>Signs a certificate with a key that is elsewhere.</summary>
internal sealed class SignerSignatureGenerator : X509SignatureGenerator
{
    private readonly IJwtSigner _signer;
    private readonly X509SignatureGenerator _generator;
    private readonly CancellationToken _cancellationToken;

    /// <param name="signer">What signs.</param>
    /// <param name="publicKey">The public half of its key.</param>
    public SignerSignatureGenerator(IJwtSigner signer, RSA publicKey, CancellationToken cancellationToken)
    {
        _signer = signer;
        _generator = CreateForRSA(publicKey, RSASignaturePadding.Pkcs1);
        _cancellationToken = cancellationToken;
    }

    /// <inheritdoc/>
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
        _generator.GetSignatureAlgorithmIdentifier(hashAlgorithm);

    /// <summary>Signs with RS256. .NET has no asynchronous way to sign a certificate: call it on a thread that may wait.</summary>
    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
        hashAlgorithm == HashAlgorithmName.SHA256
            ? _signer.SignAsync(data, _cancellationToken).GetAwaiter().GetResult()
            : throw new NotSupportedException($"Signers sign with SHA-256, not with {hashAlgorithm}.");

    /// <inheritdoc/>
    protected override PublicKey BuildPublicKey() => _generator.PublicKey;
}
