using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Certificates;

/// <summary>Tells what a file of keys and certificates holds, usable with Salesforce or not.</summary>
public static class KeyFileInspector
{
    private const string Hidden = "It is encrypted: its password shows the rest.";

    private static readonly string[] CertificateExtensions = [".crt", ".cer", ".pem"];
    private static readonly string[] KeyExtensions = [".key", ".pem", ".pfx", ".p12"];

    /// <summary>Inspects a file. An encrypted one without its password still tells its format.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="password">Its password; empty where there is none. A file that is not encrypted does not mind one.</param>
    /// <exception cref="SfException">The file is missing, unreadable or damaged, holds neither a key nor a certificate, or the password
    /// is wrong.</exception>
    public static KeyFileInfo FromFile(string path, ReadOnlySpan<char> password = default)
    {
        var bytes = PrivateKeyReader.ReadFile(path);
        try
        {
            return FromBytes(bytes, password, $"The file '{path}'");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>
    /// Compares a file with the other half of its pair that lies beside it: <c>server.crt</c> (or .cer, .pem) and <c>server.key</c>
    /// (or .pem, .pfx, .p12).
    /// </summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="info">What it holds.</param>
    /// <param name="password">The password of either.</param>
    /// <returns>Whether they match, and the other's path; null where nothing lies beside it that can be compared.</returns>
    public static (bool Matches, string Path)? CompareBeside(string path, KeyFileInfo info, ReadOnlySpan<char> password = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(info);
        foreach (var extension in info.HasPrivateKey ? CertificateExtensions : KeyExtensions)
        {
            var other = Path.ChangeExtension(path, extension);
            if (other == path || !File.Exists(other))
            {
                continue;
            }

            try
            {
                using var found = FromFile(other, password);
                if (found.HasPrivateKey != info.HasPrivateKey && info.Matches(found) is { } matches)
                {
                    return (matches, other);
                }
            }
            catch (SfException)
            {
                // Something else of that name: no help, and no reason to fail.
            }
        }

        return null;
    }

    private static KeyFileInfo FromBytes(ReadOnlyMemory<byte> bytes, ReadOnlySpan<char> password, string source)
    {
        if (bytes.IsEmpty)
        {
            throw Neither(source);
        }

        if (bytes.Span[0] == 0x30)
        {
            return FromDer(bytes, "DER", password, source);
        }

        var characters = PastedText.Decode(bytes.Span);
        var decoded = new byte[characters.Length];
        try
        {
            var text = PastedText.Trim(characters);
            if (PemBlock.IsPem(text))
            {
                return FromPem(PemBlock.ReadAll(text, source), password, source);
            }

            if (PrivateKeyReader.IsPutty(text))
            {
                return OfSsh("PuTTY");
            }

            var length = PastedText.FromBase64(text, decoded);
            var inner = length > 0 ? FromBytes(decoded.AsMemory(0, length), password, source) : throw Neither(source);
            return inner.Format.EndsWith("base64", StringComparison.Ordinal) ? inner : inner with { Format = inner.Format + " in base64" };
        }
        finally
        {
            Array.Clear(characters);
            CryptographicOperations.ZeroMemory(decoded);
        }
    }

    private static KeyFileInfo FromPem(List<PemBlock> blocks, ReadOnlySpan<char> password, string source)
    {
        try
        {
            var certificates = blocks.FindAll(b => b.Label is "CERTIFICATE" or "X509CERTIFICATE" or "TRUSTEDCERTIFICATE");
            if (blocks.Find(b => b.Label.EndsWith("PRIVATEKEY", StringComparison.Ordinal)) is { } key)
            {
                return WithCertificate(FromPemKey(key, password, source), certificates, source);
            }

            return certificates.Count > 0 ? KeyFileInfo.Of(CertificateReader.FromBytes(certificates[0].Der, source), "X.509 PEM")
                : blocks.Exists(b => b.Label.EndsWith("CERTIFICATEREQUEST", StringComparison.Ordinal)) ? OfRequest()
                : blocks.Find(b => b.Label.EndsWith("PUBLICKEY", StringComparison.Ordinal)) is { } publicKey ? OfPublicKey(publicKey.Der, "PEM", source)
                : throw Neither(source);
        }
        finally
        {
            blocks.ForEach(b => CryptographicOperations.ZeroMemory(b.Der));
        }
    }

    private static KeyFileInfo FromPemKey(PemBlock key, ReadOnlySpan<char> password, string source)
    {
        if (key.Label == "OPENSSHPRIVATEKEY")
        {
            return OfSsh("OpenSSH");
        }

        if (!key.Headers.GetValueOrDefault("Proc-Type", string.Empty).EndsWith("ENCRYPTED", StringComparison.OrdinalIgnoreCase))
        {
            return FromDer(key.Der, "PEM", password, source);
        }

        if (password.IsEmpty)
        {
            return new KeyFileInfo { Kind = KeyFileKind.PrivateKey, Format = "encrypted PKCS#1 PEM", IsEncrypted = true, Problem = Hidden };
        }

        var open = LegacyPemDecryptor.Decrypt(key, password, source);
        try
        {
            return FromDer(open, "PEM", default, source) with { Format = "encrypted PKCS#1 PEM", IsEncrypted = true };
        }
        catch (SfException e)
        {
            throw KeyErrors.PasswordWrong(source, e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(open);
        }
    }

    private static KeyFileInfo FromDer(ReadOnlyMemory<byte> der, string encoding, ReadOnlySpan<char> password, string source)
    {
        var kind = DerShape.Sniff(der, out var algorithm);
        switch (kind)
        {
            case DerKind.Pkcs12:
                return OfPfx(der, password, source);
            case DerKind.Certificate:
                return KeyFileInfo.Of(CertificateReader.FromBytes(der, source), "X.509 " + encoding);
            case DerKind.PublicKey:
                return OfPublicKey(der, encoding, source);
            case DerKind.Unknown:
                throw Neither(source);
        }

        using var key = PrivateKeyOpener.Open(kind, der.Span, password, source);
        var encrypted = kind == DerKind.Pkcs8Encrypted;
        return new KeyFileInfo
        {
            Kind = KeyFileKind.PrivateKey,
            Format = $"{(encrypted ? "encrypted PKCS#8" : PrivateKeyOpener.IsPkcs8(der) ? "PKCS#8" : algorithm is null ? "PKCS#1" : "SEC 1")} {encoding}",
            IsEncrypted = encrypted,
            KeyAlgorithm = algorithm == DerShape.EllipticCurve ? "EC" : algorithm,
            Problem = encrypted && key is null ? Hidden : null,
        }.WithKey(key);
    }

    private static KeyFileInfo OfPfx(ReadOnlyMemory<byte> der, ReadOnlySpan<char> password, string source)
    {
        var encrypted = false;
        X509Certificate2Collection all;
        try
        {
            all = PrivateKeyReader.OpenPfx(der.Span, default);
        }
        catch (CryptographicException) when (password.IsEmpty)
        {
            return new KeyFileInfo { Kind = KeyFileKind.CertificateAndPrivateKey, Format = "PFX", IsEncrypted = true, Problem = Hidden };
        }
        catch (CryptographicException)
        {
            encrypted = true;
            all = OpenPfx(der.Span, password, source);
        }

        var own = all.FirstOrDefault(c => c.HasPrivateKey) ?? all.FirstOrDefault() ?? throw Neither(source);
        foreach (var other in all.Where(c => !ReferenceEquals(c, own)))
        {
            other.Dispose();
        }

        return KeyFileInfo.Of(own, "PFX") with { IsEncrypted = encrypted };
    }

    private static X509Certificate2Collection OpenPfx(ReadOnlySpan<byte> der, ReadOnlySpan<char> password, string source)
    {
        try
        {
            return PrivateKeyReader.OpenPfx(der, password);
        }
        catch (CryptographicException e)
        {
            throw KeyErrors.PasswordWrong(source, e);
        }
    }

    private static KeyFileInfo OfPublicKey(ReadOnlyMemory<byte> der, string encoding, string source)
    {
        using var key = PrivateKeyOpener.OpenPublic(der.Span) ?? throw KeyErrors.Damaged(source, "public key");
        return new KeyFileInfo { Kind = KeyFileKind.PublicKey, Format = "public key " + encoding }.WithKey(key);
    }

    private static KeyFileInfo OfRequest() => new()
    {
        Kind = KeyFileKind.CertificateRequest,
        Format = "PKCS#10 PEM",
        Problem = "A certificate request is not a certificate yet: a certificate authority makes one of it.",
    };

    private static KeyFileInfo OfSsh(string format) => new()
    {
        Kind = KeyFileKind.PrivateKey,
        Format = format,
        Problem = $"A key in {format}'s own format signs nothing but SSH logins.",
    };

    private static KeyFileInfo WithCertificate(KeyFileInfo key, List<PemBlock> blocks, string source)
    {
        KeyFileInfo? first = null;
        foreach (var block in blocks)
        {
            var certificate = KeyFileInfo.Of(CertificateReader.FromBytes(block.Der, source), "X.509 PEM");
            if (key.Matches(certificate) is true)
            {
                first?.Dispose();
                return key with { Kind = KeyFileKind.CertificateAndPrivateKey, Certificate = certificate.Certificate, IsPair = true };
            }

            if (first is null)
            {
                first = certificate;
            }
            else
            {
                certificate.Dispose();
            }
        }

        return first is null ? key : key with
        {
            Kind = KeyFileKind.CertificateAndPrivateKey,
            Certificate = first.Certificate,
            IsPair = key.PublicKeyFingerprint is null ? null : false,
            Problem = key.PublicKeyFingerprint is null ? key.Problem : "The private key and the certificate in it do not belong together.",
        };
    }

    private static SfException Neither(string source) => new(
        SfErrorKind.KeyFormatUnknown,
        $"{source} holds neither a certificate nor a key.",
        "Give a certificate (.crt, .cer), a private key (.key) or a PFX, as PEM or DER.");
}
