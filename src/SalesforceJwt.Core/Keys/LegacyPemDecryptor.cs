using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace SalesforceJwt.Core.Keys;

/// <summary>
/// Opens keys that old openssl encrypted (<c>openssl genrsa -des3</c>): RFC 1421 headers, key derived with
/// EVP_BytesToKey (MD5, one round). .NET reads no such files, and many guides to Salesforce's JWT flow make them.
/// </summary>
internal static class LegacyPemDecryptor
{
    [SuppressMessage(
        "Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "The file's author chose it; this only reads it.")]
    [SuppressMessage(
        "Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The file's author chose it; this only reads it.")]
    [SuppressMessage("Security", "CA5401:Do not use CreateEncryptor with non-default IV", Justification = "Decryption only.")]
    public static byte[] Decrypt(KeyItem block, ReadOnlySpan<char> password, string source)
    {
        var info = block.Headers.GetValueOrDefault("DEK-Info", string.Empty).Split(',');
        (SymmetricAlgorithm Algorithm, int KeyBytes) cipher = info[0].ToUpperInvariant() switch
        {
            "AES-128-CBC" => (Aes.Create(), 16),
            "AES-192-CBC" => (Aes.Create(), 24),
            "AES-256-CBC" => (Aes.Create(), 32),
            "DES-EDE3-CBC" => (TripleDES.Create(), 24),
            "DES-CBC" => (DES.Create(), 8),
            "" => throw KeyErrors.Damaged(source, "PEM encryption (the DEK-Info header is missing)"),
            var name when IsName(name) => throw KeyErrors.EncryptionUnsupported(source, $"the PEM encryption {name}", isPkcs12: false),
            _ => throw KeyErrors.Damaged(source, "DEK-Info header"),
        };
        using var algorithm = cipher.Algorithm;
        byte[] iv;
        try
        {
            iv = Convert.FromHexString(info.Length > 1 ? info[1] : string.Empty);
        }
        catch (FormatException e)
        {
            throw KeyErrors.Damaged(source, "DEK-Info header", e);
        }

        if (iv.Length != algorithm.BlockSize / 8 || block.Der.Length % iv.Length != 0)
        {
            throw KeyErrors.Damaged(source, "DEK-Info header");
        }

        var secret = new byte[Encoding.UTF8.GetByteCount(password)];
        Encoding.UTF8.GetBytes(password, secret);
        var key = DeriveKey(secret, iv.AsSpan(0, 8), cipher.KeyBytes);
        try
        {
            algorithm.Key = key;
            return algorithm.DecryptCbc(block.Der.Span, iv);
        }
        catch (CryptographicException e)
        {
            throw KeyErrors.PasswordWrong(source, e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Whether it is the name of a cipher, and not a piece of the key that lost its newlines.</summary>
    private static bool IsName(string text) =>
        text.Length is > 4 and <= 24 && text[^4..] is "-CBC" or "-CFB" or "-OFB" or "-ECB"
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    [SuppressMessage(
        "Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "EVP_BytesToKey is defined with MD5.")]
    private static byte[] DeriveKey(byte[] password, ReadOnlySpan<byte> salt, int length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var key = new byte[length];
        byte[] block = [];
        for (var filled = 0; filled < length; filled += block.Length)
        {
            hash.AppendData(block);
            hash.AppendData(password);
            hash.AppendData(salt);
            block = hash.GetHashAndReset();
            block.AsSpan(0, Math.Min(block.Length, length - filled)).CopyTo(key.AsSpan(filled));
        }

        return key;
    }
}
