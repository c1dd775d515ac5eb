using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace SalesforceJwt.Core.Keys;

/// <summary>
/// What an RSA signature holds (RFC 8017 section 9): the message that its key encoded. It finds out what is wrong with a signature that
/// a library has refused; it accepts none.
/// </summary>
internal sealed class EncodedMessage
{
    /// <summary>The object identifier of SHA-256.</summary>
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";

    private const int HashLength = SHA256.HashSizeInBytes;

    private readonly byte[] _bytes;

    /// <summary>Applies the public key to a signature (RSAVP1, RFC 8017 section 5.2.2).</summary>
    /// <param name="signature">The signature, as long as the modulus.</param>
    /// <param name="key">The public key.</param>
    public EncodedMessage(byte[] signature, RSAParameters key)
    {
        var message = BigInteger.ModPow(Number(signature), Number(key.Exponent!), Number(key.Modulus!));
        var bytes = message.ToByteArray(isUnsigned: true, isBigEndian: true);
        _bytes = new byte[key.Modulus!.Length];
        bytes.CopyTo(_bytes, _bytes.Length - bytes.Length);
    }

    /// <summary>
    /// The content of a message of PKCS#1 v1.5 (section 9.2); null for another encoding, such as the result of another key's signature.
    /// </summary>
    public byte[]? Pkcs1Content
    {
        get
        {
            var padding = _bytes.AsSpan(2).IndexOfAnyExcept((byte)0xFF);
            return _bytes is [0, 1, ..] && padding >= 8 && _bytes[2 + padding] == 0 ? _bytes[(3 + padding)..] : null;
        }
    }

    /// <summary>Whether it is a message of PSS (section 9.1.2) with SHA-256, of a digest and a salt of any length.</summary>
    public bool IsPss(ReadOnlySpan<byte> digest)
    {
        if (_bytes[^1] != 0xBC)
        {
            return false;
        }

        var hash = _bytes.AsSpan(_bytes.Length - HashLength - 1, HashLength);
        var block = Unmask(_bytes.AsSpan(0, _bytes.Length - HashLength - 1), hash);
        block[0] &= 0x7F;
        var one = block.AsSpan().IndexOfAnyExcept((byte)0);
        return one >= 0 && block[one] == 1
            && SHA256.HashData([.. new byte[8], .. digest, .. block.AsSpan(one + 1)]).AsSpan().SequenceEqual(hash);
    }

    /// <summary>Reads a DigestInfo (section 9.2): the algorithm of a digest, its name and the digest; null if it is none.</summary>
    public static (string Algorithm, string Name, byte[] Digest)? ReadDigestInfo(byte[] content)
    {
        try
        {
            var info = new AsnReader(content, AsnEncodingRules.DER).ReadSequence();
            var algorithm = info.ReadSequence().ReadObjectIdentifier();
            return (algorithm, Oid.FromOidValue(algorithm, OidGroup.HashAlgorithm).FriendlyName ?? algorithm, info.ReadOctetString());
        }
        catch (AsnContentException)
        {
            return null;
        }
        catch (CryptographicException)
        {
            // An algorithm that the system has no name for.
            return (string.Empty, "unknown", []);
        }
    }

    /// <summary>Removes the mask MGF1 (appendix B.2.1) of a hash.</summary>
    private static byte[] Unmask(ReadOnlySpan<byte> masked, ReadOnlySpan<byte> hash)
    {
        var result = masked.ToArray();
        Span<byte> seed = stackalloc byte[HashLength + 4];
        Span<byte> mask = stackalloc byte[HashLength];
        hash.CopyTo(seed);
        for (var i = 0; i < result.Length; i++)
        {
            if (i % HashLength == 0)
            {
                BinaryPrimitives.WriteInt32BigEndian(seed[HashLength..], i / HashLength);
                SHA256.HashData(seed, mask);
            }

            result[i] ^= mask[i % HashLength];
        }

        return result;
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
