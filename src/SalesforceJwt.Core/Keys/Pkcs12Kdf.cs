using System.Security.Cryptography;

namespace SalesforceJwt.Core.Keys;

/// <summary>The key derivation of PKCS#12 (RFC 7292 appendix B.2).</summary>
internal static class Pkcs12Kdf
{
    public const byte KeyPurpose = 1;
    public const byte IvPurpose = 2;
    public const byte MacPurpose = 3;

    /// <summary>Derives bytes.</summary>
    /// <param name="hashName">The hash: MD5, or of the SHA-1 and SHA-2 families.</param>
    /// <param name="purpose">What the bytes are for.</param>
    /// <param name="password">The password as <see cref="Password"/> encodes it.</param>
    /// <param name="salt">The salt.</param>
    /// <param name="rounds">How often it is hashed.</param>
    /// <param name="length">How many bytes; null for as many as the hash has.</param>
    public static byte[] Derive(
        HashAlgorithmName hashName, byte purpose, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int rounds, int? length)
    {
        using var hash = IncrementalHash.CreateHash(hashName);
        var blockLength = hash.HashLengthInBytes > 32 ? 128 : 64;
        var diversifier = new byte[blockLength];
        diversifier.AsSpan().Fill(purpose);
        byte[] input = [.. Repeat(salt, blockLength), .. Repeat(password, blockLength)];
        var result = new byte[length ?? hash.HashLengthInBytes];
        var digest = new byte[hash.HashLengthInBytes];
        try
        {
            for (var filled = 0; filled < result.Length; filled += digest.Length)
            {
                hash.AppendData(diversifier);
                hash.AppendData(input);
                hash.GetHashAndReset(digest);
                for (var round = 1; round < rounds; round++)
                {
                    hash.AppendData(digest);
                    hash.GetHashAndReset(digest);
                }

                digest.AsSpan(0, Math.Min(digest.Length, result.Length - filled)).CopyTo(result.AsSpan(filled));
                Advance(input, Repeat(digest, blockLength));
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(input);
            CryptographicOperations.ZeroMemory(digest);
        }

        return result;
    }

    /// <summary>The password in PKCS#12's encoding: UTF-16, big-endian, with a zero at its end.</summary>
    public static byte[] Password(ReadOnlySpan<char> password)
    {
        var bytes = new byte[(password.Length + 1) * 2];
        System.Text.Encoding.BigEndianUnicode.GetBytes(password, bytes);
        return bytes;
    }

    /// <summary>A value repeated to a multiple of the block length; its last part may be cut off.</summary>
    private static byte[] Repeat(ReadOnlySpan<byte> value, int blockLength)
    {
        var repeated = new byte[(value.Length + blockLength - 1) / blockLength * blockLength];
        for (var i = 0; i < repeated.Length; i++)
        {
            repeated[i] = value[i % value.Length];
        }

        return repeated;
    }

    /// <summary>Adds a number and one to each block.</summary>
    private static void Advance(Span<byte> blocks, ReadOnlySpan<byte> number)
    {
        for (; !blocks.IsEmpty; blocks = blocks[number.Length..])
        {
            var carry = 1;
            for (var i = number.Length - 1; i >= 0; i--)
            {
                carry += blocks[i] + number[i];
                blocks[i] = (byte)carry;
                carry >>= 8;
            }
        }
    }
}
