using System.Security.Cryptography;
using System.Text;

namespace SalesforceJwt.Core.OAuth.TokenCache;

/// <summary>
/// Encrypts tokens with AES-256-GCM (NIST SP 800-38D) under a key that HKDF-SHA256 (RFC 5869) makes of a secret and a random salt.
/// </summary>
/// <param name="Salt">16 random bytes.</param>
/// <param name="Nonce">12 random bytes.</param>
/// <param name="Data">The ciphertext, with the 16 bytes of its tag behind it.</param>
internal sealed record TokenSeal(byte[] Salt, byte[] Nonce, byte[] Data)
{
    private const int SaltSize = 16;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int KeySize = 32;

    private static readonly byte[] Info = "AES-256-GCM"u8.ToArray();

    /// <summary>The secret that a flow without a signature makes of a text: HMAC-SHA256 under what it signs in with.</summary>
    public static Task<byte[]?> CreateSecretAsync(string key, ReadOnlyMemory<byte> text) =>
        Task.FromResult<byte[]?>(CreateSecret(Encoding.UTF8.GetBytes(key), text.Span));

    /// <summary>The secret that a key makes of a text: HMAC-SHA256.</summary>
    public static byte[] CreateSecret(byte[] key, ReadOnlySpan<byte> text) => HMACSHA256.HashData(key, text);

    /// <summary>Seals a content.</summary>
    /// <param name="secret">What the key is made of.</param>
    /// <param name="content">What is encrypted.</param>
    /// <param name="header">What stays readable, and may not be changed either.</param>
    public static TokenSeal Create(byte[] secret, byte[] content, byte[] header)
    {
        var seal = new TokenSeal(
            RandomNumberGenerator.GetBytes(SaltSize), RandomNumberGenerator.GetBytes(NonceSize), new byte[content.Length + TagSize]);
        using var aes = new AesGcm(seal.DeriveKey(secret), TagSize);
        aes.Encrypt(seal.Nonce, content, seal.Data.AsSpan(0, content.Length), seal.Data.AsSpan(content.Length), header);
        return seal;
    }

    /// <summary>Opens the seal.</summary>
    /// <returns>The content; null if it was sealed with another secret, or changed.</returns>
    public byte[]? Open(byte[] secret, byte[] header)
    {
        if (Nonce.Length != NonceSize || Data.Length < TagSize)
        {
            return null;
        }

        var content = new byte[Data.Length - TagSize];
        try
        {
            using var aes = new AesGcm(DeriveKey(secret), TagSize);
            aes.Decrypt(Nonce, Data.AsSpan(0, content.Length), Data.AsSpan(content.Length), content, header);
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private byte[] DeriveKey(byte[] secret) => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeySize, Salt, Info);
}
