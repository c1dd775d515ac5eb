using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SalesforceJwt.Core.Keys;

/// <summary>Reports what a file of keys and certificates holds, whether or not Salesforce accepts it.</summary>
internal static class KeyFileInspector
{
    private const string Hidden = "It is encrypted: give its password to see more.";

    private static readonly string[] CertificateExtensions = [".crt", ".cer", ".pem"];
    private static readonly string[] KeyExtensions = [".key", ".pem", ".pfx", ".p12"];

    /// <summary>Inspects a file. Of an encrypted file without its password, the format is still reported.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="password">Its password; empty if there is none; ignored if the file is not encrypted.</param>
    /// <returns>One for each private key; in a file without, the first certificate, or what else it holds.</returns>
    /// <exception cref="SfException">The file is missing, unreadable or damaged, holds neither a key nor a certificate, or the password
    /// is wrong.</exception>
    public static IReadOnlyList<KeyFileInfo> FromFile(string path, ReadOnlySpan<char> password = default)
    {
        var bytes = PrivateKeyReader.ReadFile(path);
        var source = PrivateKeyReader.FileSource(path);
        try
        {
            using var file = KeyFile.Open(KeyFileContent.Read(bytes, source), password, source);
            var found = Inspect(file, source);
            return file.IsBase64 ? [.. found.Select(i => i with { Format = i.Format + " in base64" })] : found;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>
    /// Compares a file with the other half of its pair beside it: <c>server.crt</c> (or .cer, .pem) and <c>server.key</c>
    /// (or .pem, .pfx, .p12).
    /// </summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="info">What it holds.</param>
    /// <param name="password">The password of either.</param>
    /// <returns>Whether they match, and the other's path; null if there is no comparable file beside it.</returns>
    public static (bool Matches, string Path)? CompareBeside(string path, KeyFileInfo info, ReadOnlySpan<char> password = default)
    {
        foreach (var extension in info.HasPrivateKey ? CertificateExtensions : KeyExtensions)
        {
            var other = Path.ChangeExtension(path, extension);
            if (other == path || !File.Exists(other))
            {
                continue;
            }

            try
            {
                var found = FromFile(other, password);
                var matches = Compare(info, found.Where(f => f.HasPrivateKey != info.HasPrivateKey));
                found.ToList().ForEach(f => f.Dispose());
                if (matches is not null)
                {
                    return (matches.Value, other);
                }
            }
            catch (SfException)
            {
                // Another file of that name does not help, but is not a reason to fail.
            }
        }

        return null;
    }

    /// <summary>Whether any of a file's keys is this one; null if all are encrypted.</summary>
    /// <param name="info">What is compared.</param>
    /// <param name="others">What the file holds.</param>
    public static bool? Compare(KeyFileInfo info, IEnumerable<KeyFileInfo> others)
    {
        return others.Select(info.Matches).Where(m => m is not null).Max();
    }

    private static List<KeyFileInfo> Inspect(KeyFile file, string source)
    {
        if (file.Keys.Count == 0)
        {
            return [file.Certificates.Count > 0
                ? KeyFileInfo.Of(CertificateReader.Load(file.Certificates[0].Der, source), file.Certificates[0].Format)
                : Other(file.Others.FirstOrDefault(), source)];
        }

        var certificates = file.LoadCertificates();
        List<KeyFileInfo> keys = [];
        foreach (var key in file.Keys.Select(k => Describe(k, source)))
        {
            // The same key in two formats is one key.
            if (key.PublicKeyFingerprint is null || !keys.Exists(k => k.Matches(key) is true))
            {
                keys.Add(key);
            }
        }

        List<KeyFileInfo> paired = [.. keys.Select(key => WithCertificate(key, certificates, isOnly: keys.Count == 1))];
        certificates.Where(c => !paired.Exists(p => ReferenceEquals(p.Certificate, c))).ToList().ForEach(c => c.Dispose());
        return paired;
    }

    private static KeyFileInfo Describe(FoundKey found, string source)
    {
        switch (found)
        {
            case { Item.Kind: DerKind.OpenSsh or DerKind.Putty }:
                return new KeyFileInfo
                {
                    Kind = KeyFileKind.PrivateKey,
                    Format = found.Item.Encoding,
                    Problem = $"A key in {found.Item.Encoding} format is for SSH logins only. {found.Problem!.Remedy}",
                };
            case { Problem.Kind: SfErrorKind.KeyPasswordRequired }:
                return Locked(found, Hidden);
            case { IsEncrypted: true, Problem: { Kind: SfErrorKind.KeyFormatUnknown } unsupported }:
                return Locked(found, $"{unsupported.Message} {unsupported.Remedy}");
            case { Problem: { } problem }:
                throw problem;
        }

        using var key = Open(found.Item, source);
        return new KeyFileInfo
        {
            Kind = KeyFileKind.PrivateKey,
            Format = Format(found),
            IsEncrypted = found.IsEncrypted,
            KeyAlgorithm = found.Item.Algorithm == DerFormat.EllipticCurve ? "EC" : found.Item.Algorithm,
        }.WithKey(key);
    }

    private static KeyFileInfo Locked(FoundKey found, string problem) => new()
    {
        Kind = found.Format == KeyFormat.Pkcs12 ? KeyFileKind.CertificateAndPrivateKey : KeyFileKind.PrivateKey,
        Format = Format(found),
        IsEncrypted = true,
        Problem = problem,
    };

    private static string Format(FoundKey found) => found.Format switch
    {
        KeyFormat.Pkcs12 => "PFX",
        KeyFormat.Jwk or KeyFormat.Xml => found.Item.Encoding,
        KeyFormat.Pkcs1 => "PKCS#1 " + found.Item.Encoding,
        KeyFormat.Pkcs1Encrypted => "encrypted PKCS#1 " + found.Item.Encoding,
        KeyFormat.Pkcs8Encrypted => "encrypted PKCS#8 " + found.Item.Encoding,
        _ when found.Item.Kind == DerKind.NotRsa && !DerFormat.IsPkcs8(found.Item.Der) => "SEC 1 " + found.Item.Encoding,
        _ => "PKCS#8 " + found.Item.Encoding,
    };

    /// <summary>Loads the key for its size and public half; null for an algorithm that .NET does not support.</summary>
    private static AsymmetricAlgorithm? Open(KeyItem item, string source) =>
        item.Algorithm is null ? RsaKey.Import(item.Der, source)
        : item.Algorithm != DerFormat.EllipticCurve ? null
        : Try(ECDsa.Create(), (k, d) => k.ImportPkcs8PrivateKey(d, out _), item.Der.Span)
            ?? Try(ECDsa.Create(), (k, d) => k.ImportECPrivateKey(d, out _), item.Der.Span);

    private static KeyFileInfo Other(KeyItem? item, string source)
    {
        switch (item?.Kind)
        {
            case DerKind.CertificateRequest:
                return new KeyFileInfo
                {
                    Kind = KeyFileKind.CertificateRequest,
                    Format = "PKCS#10 " + item.Encoding,
                    Problem = "A certificate request is not a certificate yet: a certificate authority makes one of it.",
                };
            case DerKind.PublicKey:
                using (var key = RsaKey.ImportPublic(item.Der)
                    ?? (AsymmetricAlgorithm?)Try(ECDsa.Create(), (k, d) => k.ImportSubjectPublicKeyInfo(d, out _), item.Der.Span))
                {
                    return new KeyFileInfo { Kind = KeyFileKind.PublicKey, Format = "public key " + item.Encoding }
                        .WithKey(key ?? throw KeyErrors.Damaged(source, "public key"));
                }

            default:
                throw Neither(source);
        }
    }

    private static T? Try<T>(T key, Import<T> import, ReadOnlySpan<byte> der)
        where T : AsymmetricAlgorithm
    {
        try
        {
            import(key, der);
            return key;
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            key.Dispose();
            return null;
        }
    }

    private static KeyFileInfo WithCertificate(KeyFileInfo key, List<X509Certificate2> certificates, bool isOnly)
    {
        var own = certificates.Find(c => key.PublicKeyFingerprint == KeyFileInfo.Fingerprint(c.PublicKey.ExportSubjectPublicKeyInfo()));
        if (own is not null)
        {
            return key with { Kind = KeyFileKind.CertificateAndPrivateKey, Certificate = own, IsPair = key.Format == "PFX" ? null : true };
        }

        return certificates.Count == 0 || !isOnly ? key : key with
        {
            Kind = KeyFileKind.CertificateAndPrivateKey,
            Certificate = certificates[0],
            IsPair = key.PublicKeyFingerprint is null ? null : false,
            Problem = key.PublicKeyFingerprint is null ? key.Problem : "The private key and the certificate in it do not belong together.",
        };
    }

    private static SfException Neither(string source) => new(
        SfErrorKind.KeyFormatUnknown,
        $"{source} holds neither a certificate nor a key.",
        "Give a certificate (.crt, .cer), a private key (.key) or a PFX, as PEM or DER.");

    private delegate void Import<in T>(T key, ReadOnlySpan<byte> der);
}
