using System.Formats.Asn1;
using System.Security.Cryptography;

namespace SalesforceJwt.Core.Keys;

/// <summary>
/// Checks a signature that was made elsewhere. Salesforce would only say "invalid assertion", and count a failed sign-in; here each usual
/// mistake of a signer has its own error.
/// </summary>
internal static class SignatureCheck
{
    /// <summary>Rejects what is not the RS256 signature of a digest.</summary>
    /// <param name="signature">The signature as the signer returned it.</param>
    /// <param name="digest">The SHA-256 digest that was to be signed.</param>
    /// <param name="publicKey">The key's public half; null if unknown: then only what needs no key is checked.</param>
    /// <exception cref="SfException">It is something else.</exception>
    public static void Require(byte[] signature, byte[] digest, RSAParameters? publicKey)
    {
        if (IsDer(signature))
        {
            throw SignerErrors.Der(signature.Length);
        }

        if (signature.Length is < SfPrivateKey.MinimumKeySize / 8 or > RsaKey.MaximumSize / 8)
        {
            throw SignerErrors.WrongLength(signature.Length);
        }

        if (publicKey is not { } key)
        {
            return;
        }

        using var rsa = RSA.Create(key);
        if (signature.Length != key.Modulus!.Length)
        {
            throw SignerErrors.OtherKey(signature.Length * 8, rsa.KeySize);
        }

        if (!rsa.VerifyHash(digest, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
        {
            throw Diagnose(new EncodedMessage(signature, key), digest, rsa.KeySize);
        }
    }

    private static SfException Diagnose(EncodedMessage message, byte[] digest, int keySize) =>
        message.IsPss(digest) || message.IsPss(SHA256.HashData(digest)) ? SignerErrors.Pss()
        : message.Pkcs1Content is not { } content ? SignerErrors.OtherKey(keySize, keySize)
        : content.AsSpan().SequenceEqual(digest) ? SignerErrors.NoAlgorithm()
        : EncodedMessage.ReadDigestInfo(content) is not { } info ? SignerErrors.OtherData("something that is not a digest")
        : info.Algorithm != EncodedMessage.Sha256 ? SignerErrors.OtherData($"a digest of another algorithm ({info.Name})")
        : info.Digest.AsSpan().SequenceEqual(SHA256.HashData(digest)) ? SignerErrors.HashedTwice()
        : SignerErrors.OtherData("the digest of other data");

    /// <summary>
    /// Whether it is one whole DER value: a signature in an OCTET STRING, BIT STRING or SEQUENCE, or that of an elliptic curve key. A raw
    /// signature can begin like one by chance (1 in 2^24), but has the length of the key.
    /// </summary>
    private static bool IsDer(byte[] signature)
    {
        if (signature is not [0x30 or 0x04 or 0x03, ..] || IsKeyLength(signature.Length))
        {
            return false;
        }

        try
        {
            var reader = new AsnReader(signature, AsnEncodingRules.BER);
            reader.ReadEncodedValue();
            return !reader.HasData;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static bool IsKeyLength(int bytes) => bytes is 256 or 384 or 512 or 1024 or 2048;
}
