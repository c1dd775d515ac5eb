using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Certificates;

/// <summary>
/// Reads RSA private keys in every shape in which people have them: PEM (PKCS#1, PKCS#8, encrypted or not), PFX, DER,
/// base64 of any of these, and PEM whose newlines a CI system has mangled.
/// </summary>
public static class PrivateKeyReader
{
    // A key file of 16,384 bits is under 13 KB, a PFX with its chain under 100 KB.
    private const long MaximumFileSize = 1024 * 1024;

    /// <summary>Reads a key file.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="password">Its password; empty where there is none.</param>
    /// <exception cref="SfException">The file is missing or unreadable, or holds no usable RSA private key.</exception>
    public static SfPrivateKey FromFile(string path, ReadOnlySpan<char> password = default)
    {
        var bytes = ReadFile(path);
        try
        {
            return FromBytes(bytes, password, $"The file '{path}'");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Reads a key from text: a PEM in any of its mangled forms, or base64 of a key file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="password">Its password; empty where there is none.</param>
    /// <param name="source">What the text is, for error messages: "The private key".</param>
    /// <exception cref="SfException">The text holds no usable RSA private key.</exception>
    public static SfPrivateKey FromText(ReadOnlySpan<char> text, ReadOnlySpan<char> password = default, string source = "The private key")
    {
        text = PastedText.Trim(text);
        if (text.IsWhiteSpace())
        {
            throw KeyErrors.Empty(source);
        }

        if (PemBlock.IsPem(text))
        {
            return FromPem(PemBlock.ReadAll(text, source), password, source);
        }

        if (IsPutty(text))
        {
            throw KeyErrors.Putty(source);
        }

        var bytes = new byte[text.Length];
        try
        {
            var length = PastedText.FromBase64(text, bytes);
            return length > 0
                ? FromBytes(bytes.AsMemory(0, length), password, source)
                : throw KeyErrors.Unknown(source, "it is neither PEM nor whole base64.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Reads a key from the bytes of a file.</summary>
    /// <param name="bytes">PEM text (UTF-8 or UTF-16), DER, PFX, or base64 of one of these.</param>
    /// <param name="password">Its password; empty where there is none.</param>
    /// <param name="source">What the bytes are, for error messages.</param>
    /// <exception cref="SfException">The bytes hold no usable RSA private key.</exception>
    public static SfPrivateKey FromBytes(ReadOnlyMemory<byte> bytes, ReadOnlySpan<char> password = default, string source = "The private key")
    {
        if (bytes.IsEmpty)
        {
            throw KeyErrors.Empty(source);
        }

        return bytes.Span[0] == 0x30
            ? FromDer(bytes, password, source)
            : FromEncodedText(bytes.Span, password, source);
    }

    internal static byte[] ReadFile(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new SfException(SfErrorKind.KeyFileUnreadable, $"'{path}' is a folder, not a key file.", "Name the file inside it, for instance server.key.");
            }

            if (new FileInfo(path) is { Exists: true, Length: > MaximumFileSize })
            {
                throw KeyErrors.Unknown($"The file '{path}'", "it is larger than any key file.");
            }

            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SfException(
                SfErrorKind.KeyFileNotFound,
                $"There is no file '{path}'.",
                "Check the path, or make a key and certificate with New-SfCertificate. In CI, give the key itself instead of a file: -PrivateKey or SF_JWT_KEY.",
                e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new SfException(
                SfErrorKind.KeyFileUnreadable,
                $"The file '{path}' cannot be read: {e.Message}",
                "Check that this user may read it and that no other program holds it.",
                e);
        }
    }

    /// <summary>Whether a text is a PuTTY key (.ppk).</summary>
    internal static bool IsPutty(ReadOnlySpan<char> text) => text.StartsWith("PuTTY-User-Key-File", StringComparison.Ordinal);

    /// <summary>The certificates of a PFX, with their private keys where they have any.</summary>
    internal static X509Certificate2Collection OpenPfx(ReadOnlySpan<byte> der, ReadOnlySpan<char> password)
    {
        // Ephemeral: the key never touches a key store on disk. macOS has no such thing. Exportable: whoever opens it has the key anyway.
        var flags = X509KeyStorageFlags.Exportable | (OperatingSystem.IsMacOS() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet);
        var all = new X509Certificate2Collection();
        all.Import(der, password, flags);
        return all;
    }

    private static SfPrivateKey FromEncodedText(ReadOnlySpan<byte> bytes, ReadOnlySpan<char> password, string source)
    {
        var chars = PastedText.Decode(bytes);
        try
        {
            return FromText(chars, password, source);
        }
        finally
        {
            Array.Clear(chars);
        }
    }

    private static SfPrivateKey FromPem(List<PemBlock> blocks, ReadOnlySpan<char> password, string source)
    {
        try
        {
            var key = blocks.Find(b => b.Label.EndsWith("PRIVATEKEY", StringComparison.Ordinal))
                ?? throw KeyErrors.NotPrivate(source, blocks.Exists(b => b.Label.Contains("CERTIFICATE", StringComparison.Ordinal)) ? "a certificate" : "a public key");
            return WithCertificate(FromPemKey(key, password, source), blocks.FindAll(b => b.Label == "CERTIFICATE"), source);
        }
        finally
        {
            blocks.ForEach(b => CryptographicOperations.ZeroMemory(b.Der));
        }
    }

    private static SfPrivateKey FromPemKey(PemBlock key, ReadOnlySpan<char> password, string source)
    {
        switch (key.Label)
        {
            case "OPENSSHPRIVATEKEY":
                throw KeyErrors.OpenSsh(source);
            case "ECPRIVATEKEY":
                throw KeyErrors.NotRsa(source, DerShape.EllipticCurve);
            case "DSAPRIVATEKEY":
                throw KeyErrors.NotRsa(source, DerShape.Dsa);
        }

        if (key.Headers.GetValueOrDefault("Proc-Type", string.Empty).EndsWith("ENCRYPTED", StringComparison.OrdinalIgnoreCase))
        {
            if (password.IsEmpty)
            {
                throw KeyErrors.PasswordRequired(source);
            }

            return ImportRsa(LegacyPemDecryptor.Decrypt(key, password, source), KeyFormat.Pkcs1Encrypted, password, source);
        }

        return FromDer(key.Der, password, source);
    }

    private static SfPrivateKey FromDer(ReadOnlyMemory<byte> der, ReadOnlySpan<char> password, string source)
    {
        var kind = DerShape.Sniff(der, out var algorithm);
        return kind switch
        {
            _ when algorithm is not null => throw KeyErrors.NotRsa(source, algorithm),
            DerKind.Pkcs1 => ImportRsa(der.Span, KeyFormat.Pkcs1, password, source),
            DerKind.Pkcs8 => ImportRsa(der.Span, KeyFormat.Pkcs8, password, source),
            DerKind.Pkcs8Encrypted when password.IsEmpty => throw KeyErrors.PasswordRequired(source),
            DerKind.Pkcs8Encrypted => ImportRsa(der.Span, KeyFormat.Pkcs8Encrypted, password, source),
            DerKind.Pkcs12 => ImportPfx(der.Span, password, source),
            DerKind.PublicKey => throw KeyErrors.NotPrivate(source, "a public key"),
            DerKind.Certificate => throw KeyErrors.NotPrivate(source, "a certificate"),
            _ => throw KeyErrors.Damaged(source, "key"),
        };
    }

    private static SfPrivateKey ImportRsa(ReadOnlySpan<byte> der, KeyFormat format, ReadOnlySpan<char> password, string source)
    {
        var rsa = RSA.Create();
        try
        {
            switch (format)
            {
                case KeyFormat.Pkcs8:
                    rsa.ImportPkcs8PrivateKey(der, out _);
                    break;
                case KeyFormat.Pkcs8Encrypted:
                    rsa.ImportEncryptedPkcs8PrivateKey(password, der, out _);
                    break;
                default:
                    rsa.ImportRSAPrivateKey(der, out _);
                    break;
            }
        }
        catch (CryptographicException e)
        {
            rsa.Dispose();
            throw format is not (KeyFormat.Pkcs8Encrypted or KeyFormat.Pkcs1Encrypted) ? KeyErrors.Damaged(source, "private key", e)
                : format == KeyFormat.Pkcs8Encrypted && IsEllipticCurve(der, password) ? KeyErrors.NotRsa(source, DerShape.EllipticCurve)
                : KeyErrors.PasswordWrong(source, e);
        }

        return new SfPrivateKey(rsa, format, source);
    }

    /// <summary>Which algorithm an encrypted key is of shows only once it is open.</summary>
    private static bool IsEllipticCurve(ReadOnlySpan<byte> der, ReadOnlySpan<char> password)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportEncryptedPkcs8PrivateKey(password, der, out _);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static SfPrivateKey ImportPfx(ReadOnlySpan<byte> der, ReadOnlySpan<char> password, string source)
    {
        try
        {
            var all = OpenPfx(der, password);
            var certificate = all.FirstOrDefault(c => c.HasPrivateKey) ?? all.FirstOrDefault()
                ?? throw KeyErrors.NotPrivate(source, "no certificate at all");
            return SfPrivateKey.FromCertificate(certificate, KeyFormat.Pkcs12, source, ownsCertificate: true);
        }
        catch (CryptographicException e)
        {
            throw password.IsEmpty ? KeyErrors.PasswordRequired(source) : KeyErrors.PasswordWrong(source, e);
        }
    }

    /// <summary>The key with its own certificate among those that came with it: a chain holds its issuers' as well, in any order.</summary>
    private static SfPrivateKey WithCertificate(SfPrivateKey key, List<PemBlock> certificates, string source)
    {
        X509Certificate2? other = null;
        foreach (var block in certificates)
        {
            var certificate = CertificateReader.FromBytes(block.Der, source);
            if (key.Matches(certificate))
            {
                other?.Dispose();
                return new SfPrivateKey(key.Rsa, key.Format, source, certificate, ownsCertificate: true);
            }

            other?.Dispose();
            other = certificate;
        }

        if (other is not null)
        {
            CertificateReader.RequireMatch(key, source, other, source);
        }

        return key;
    }
}
