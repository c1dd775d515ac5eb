using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace SalesforceJwt.Core.Keys;

/// <summary>
/// Password-based decryption for PKCS#8 and PKCS#12 (RFC 8018, RFC 7292). .NET has it too, but reports every failure as a possibly wrong
/// password; this class names an unsupported algorithm and limits the number of rounds.
/// </summary>
/// <param name="source">What is decrypted, for errors.</param>
/// <param name="budget">The rounds that opening the whole file may take.</param>
[SuppressMessage(
    "Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "The file's author chose it; this only reads it.")]
[SuppressMessage(
    "Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The file's author chose it; this only reads it.")]
[SuppressMessage(
    "Security",
    "CA5379:Ensure Key Derivation Function algorithm is sufficiently strong",
    Justification = "The file's author chose it; this only reads it.")]
[SuppressMessage(
    "Security",
    "CA5387:Do Not Use Weak Key Derivation Function With Insufficient Iteration Count",
    Justification = "The file's author chose it; this only reads it.")]
internal sealed class PasswordEncryption(string source, KeyDerivationBudget budget)
{
    private const string Pkcs12Pbe = "1.2.840.113549.1.12.1.";
    private const string Pkcs5Pbe = "1.2.840.113549.1.5.";

    /// <summary>Whether the data is in a PFX: the remedy for an unsupported algorithm then differs.</summary>
    public bool IsPkcs12 { get; init; }

    /// <summary>Whether PKCS#12's key derivation gets no password at all for an empty one.</summary>
    public bool EmptyIsNone { get; set; }

    /// <summary>Opens an EncryptedPrivateKeyInfo (RFC 5208 section 6).</summary>
    /// <returns>The PrivateKeyInfo; the caller clears it.</returns>
    /// <exception cref="SfException">It is damaged, the password is wrong, or the encryption is not supported.</exception>
    public byte[] OpenKey(ReadOnlyMemory<byte> der, ReadOnlySpan<char> password)
    {
        try
        {
            var info = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
            var algorithm = info.ReadSequence();
            var open = Decrypt(algorithm, info.ReadOctetString(), password);

            // One wrong password in 256 gives valid padding.
            return DerFormat.Detect(open, out _) is DerKind.Pkcs8 or DerKind.NotRsa ? open : throw KeyErrors.PasswordWrong(source);
        }
        catch (AsnContentException e)
        {
            throw KeyErrors.Damaged(source, "encrypted private key", e);
        }
        catch (CryptographicException e)
        {
            throw KeyErrors.PasswordWrong(source, e);
        }
    }

    /// <summary>Decrypts data.</summary>
    /// <param name="algorithm">The content of its AlgorithmIdentifier.</param>
    /// <param name="data">The data.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="CryptographicException">The password is wrong, or the data damaged.</exception>
    /// <exception cref="SfException">The encryption is not supported, or needs too many rounds.</exception>
    public byte[] Decrypt(AsnReader algorithm, byte[] data, ReadOnlySpan<char> password)
    {
        var oid = algorithm.ReadObjectIdentifier();
        using var cipher = oid == Oids.Pbes2 ? Pbes2(algorithm.ReadSequence(), password)
            : oid.StartsWith(Pkcs12Pbe, StringComparison.Ordinal) ? Pkcs12(oid, algorithm.ReadSequence(), password)
            : oid.StartsWith(Pkcs5Pbe, StringComparison.Ordinal) ? Pbes1(oid, algorithm.ReadSequence(), password)
            : throw Unsupported(oid);
        if (data.Length == 0 || data.Length % (cipher.BlockSize / 8) != 0)
        {
            throw KeyErrors.Damaged(source, "encrypted private key");
        }

        try
        {
            return cipher.DecryptCbc(data, cipher.IV);
        }
        catch (CryptographicException) when (!IsAvailable(cipher))
        {
            throw Unsupported(oid == Oids.Pbes2 ? cipher switch { RC2 => Oids.Rc2, DES => Oids.Des, _ => oid } : oid);
        }
    }

    /// <summary>The hash of an identifier; null if it is not supported.</summary>
    public static HashAlgorithmName? Hash(string oid) => oid switch
    {
        "1.2.840.113549.2.5" => HashAlgorithmName.MD5,
        "1.3.14.3.2.26" => HashAlgorithmName.SHA1,
        "2.16.840.1.101.3.4.2.1" => HashAlgorithmName.SHA256,
        "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
        "2.16.840.1.101.3.4.2.3" => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>The error for an algorithm that is not supported.</summary>
    public SfException Unsupported(string oid) => KeyErrors.EncryptionUnsupported(source, Oids.Name(oid), IsPkcs12);

    private SymmetricAlgorithm Pbes2(AsnReader parameters, ReadOnlySpan<char> password)
    {
        var derivation = parameters.ReadSequence();
        var scheme = parameters.ReadSequence();
        var kdf = derivation.ReadObjectIdentifier();
        if (kdf != Oids.Pbkdf2)
        {
            throw Unsupported(kdf);
        }

        var (cipher, keyLength) = Cipher(scheme);
        var options = derivation.ReadSequence();
        var salt = options.ReadOctetString();
        var rounds = budget.Take(options.ReadInteger());
        if (options.HasData && options.PeekTag() == Asn1Tag.Integer)
        {
            options.ReadIntegerBytes();
        }

        var prf = options.HasData ? options.ReadSequence().ReadObjectIdentifier() : Oids.HmacSha1;
        var secret = Utf8(password);
        try
        {
            cipher.Key = Rfc2898DeriveBytes.Pbkdf2(secret, salt, rounds, Prf(prf), keyLength);
            return cipher;
        }
        catch (PlatformNotSupportedException)
        {
            throw Unsupported(prf);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private HashAlgorithmName Prf(string oid) => oid switch
    {
        Oids.HmacSha1 => HashAlgorithmName.SHA1,
        "1.2.840.113549.2.9" => HashAlgorithmName.SHA256,
        "1.2.840.113549.2.10" => HashAlgorithmName.SHA384,
        "1.2.840.113549.2.11" => HashAlgorithmName.SHA512,
        "2.16.840.1.101.3.4.2.14" => HashAlgorithmName.SHA3_256,
        "2.16.840.1.101.3.4.2.15" => HashAlgorithmName.SHA3_384,
        "2.16.840.1.101.3.4.2.16" => HashAlgorithmName.SHA3_512,
        _ => throw Unsupported(oid),
    };

    private (SymmetricAlgorithm Cipher, int KeyLength) Cipher(AsnReader scheme)
    {
        var oid = scheme.ReadObjectIdentifier();
        (SymmetricAlgorithm Cipher, int KeyLength) found = oid switch
        {
            "2.16.840.1.101.3.4.1.2" => (Aes.Create(), 16),
            "2.16.840.1.101.3.4.1.22" => (Aes.Create(), 24),
            "2.16.840.1.101.3.4.1.42" => (Aes.Create(), 32),
            "1.2.840.113549.3.7" => (TripleDES.Create(), 24),
            Oids.Des => (DES.Create(), 8),
            Oids.Rc2 => (RC2.Create(), 0),
            _ => throw Unsupported(oid),
        };
        if (found.Cipher is RC2)
        {
            scheme = scheme.ReadSequence();
            found.KeyLength = Rc2KeyLength(scheme.PeekTag() == Asn1Tag.Integer ? scheme.ReadInteger() : 0);
            found.Cipher.KeySize = found.KeyLength * 8;
        }

        var iv = scheme.ReadOctetString();
        found.Cipher.IV = iv.Length == found.Cipher.BlockSize / 8 ? iv : throw KeyErrors.Damaged(source, "key encryption");
        return found;
    }

    /// <summary>RC2 encodes its key size as a version number (RFC 8018 B.2.3).</summary>
    private int Rc2KeyLength(BigInteger code) => code == 160 ? 5 : code == 120 ? 8 : code == 58 ? 16 : throw Unsupported(Oids.Rc2);

    private SymmetricAlgorithm Pkcs12(string oid, AsnReader parameters, ReadOnlySpan<char> password)
    {
        (SymmetricAlgorithm Cipher, int KeyLength) found = oid[Pkcs12Pbe.Length..] switch
        {
            "3" => (TripleDES.Create(), 24),
            "4" => (TripleDES.Create(), 16),
            "5" => (RC2.Create(), 16),
            "6" => (RC2.Create(), 5),
            _ => throw Unsupported(oid),
        };
        var salt = parameters.ReadOctetString();
        var rounds = budget.Take(parameters.ReadInteger());
        var secret = password.IsEmpty && EmptyIsNone ? [] : Pkcs12Kdf.Password(password);
        try
        {
            var key = Pkcs12Kdf.Derive(HashAlgorithmName.SHA1, Pkcs12Kdf.KeyPurpose, secret, salt, rounds, found.KeyLength);
            found.Cipher.Key = oid.EndsWith(".4", StringComparison.Ordinal) ? [.. key, .. key[..8]] : key;
            found.Cipher.IV = Pkcs12Kdf.Derive(HashAlgorithmName.SHA1, Pkcs12Kdf.IvPurpose, secret, salt, rounds, 8);
            return found.Cipher;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>PBES1 of PKCS#5: the key and the IV are the halves of one hash (PBKDF1).</summary>
    private SymmetricAlgorithm Pbes1(string oid, AsnReader parameters, ReadOnlySpan<char> password)
    {
        (SymmetricAlgorithm Cipher, HashAlgorithmName Hash) found = oid[Pkcs5Pbe.Length..] switch
        {
            "3" => (DES.Create(), HashAlgorithmName.MD5),
            "6" => (RC2.Create(), HashAlgorithmName.MD5),
            "10" => (DES.Create(), HashAlgorithmName.SHA1),
            "11" => (RC2.Create(), HashAlgorithmName.SHA1),
            _ => throw Unsupported(oid),
        };
        var salt = parameters.ReadOctetString();
        var rounds = budget.Take(parameters.ReadInteger());
        var secret = Utf8(password);
        try
        {
            using var hash = IncrementalHash.CreateHash(found.Hash);
            hash.AppendData(secret);
            hash.AppendData(salt);
            var digest = hash.GetHashAndReset();
            for (var round = 1; round < rounds; round++)
            {
                hash.AppendData(digest);
                hash.GetHashAndReset(digest);
            }

            if (found.Cipher is RC2)
            {
                found.Cipher.KeySize = 64;
            }

            found.Cipher.Key = digest[..8];
            found.Cipher.IV = digest[8..16];
            return found.Cipher;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Whether this machine's crypto library has a cipher at all: OpenSSL 3 has RC2 and DES in its legacy provider only.</summary>
    [SuppressMessage(
        "Security", "CA5401:Do not use CreateEncryptor with non-default IV", Justification = "Nothing is kept of what is encrypted.")]
    private static bool IsAvailable(SymmetricAlgorithm cipher)
    {
        try
        {
            return cipher.EncryptCbc(new byte[1], cipher.IV).Length > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static byte[] Utf8(ReadOnlySpan<char> password)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(password)];
        Encoding.UTF8.GetBytes(password, bytes);
        return bytes;
    }
}
