using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.FileSystem;

namespace SalesforceJwt.Core.Keys;

/// <summary>
/// Reads RSA private keys in every shape in which people have them: PEM (PKCS#1, PKCS#8, encrypted or not), PFX, DER,
/// base64 of any of these, PEM whose newlines a CI system has mangled, and a few more (<see cref="KeyFileContent"/>).
/// </summary>
internal static class PrivateKeyReader
{
    // A key file of 16,384 bits is under 13 KB, a PFX with its chain under 100 KB.
    private const int MaximumFileSize = 1024 * 1024;

    /// <summary>Reads a key file.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="password">Its password; empty where there is none.</param>
    /// <param name="choice">Which key, if it holds several; left out, the certificate beside the file may identify it.</param>
    /// <exception cref="SfException">The file is missing or unreadable, or holds no usable RSA private key.</exception>
    public static SfPrivateKey FromFile(string path, ReadOnlySpan<char> password = default, KeyChoice? choice = null)
    {
        var bytes = ReadFile(path);
        try
        {
            return FromBytes(
                bytes, password, FileSource(path),
                (choice ?? KeyChoice.Only) with { FindCertificate = () => CertificateReader.Beside(path) });
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
    /// <param name="choice">Which key, if it holds several.</param>
    /// <exception cref="SfException">The text holds no usable RSA private key.</exception>
    public static SfPrivateKey FromText(
        ReadOnlySpan<char> text, ReadOnlySpan<char> password = default, string source = "The private key", KeyChoice? choice = null)
    {
        using var file = KeyFile.Open(KeyFileContent.Read(text, source), password, source);
        return Choose(file, choice ?? KeyChoice.Only, source);
    }

    /// <summary>Reads a key from the bytes of a file.</summary>
    /// <param name="bytes">PEM text (UTF-8 or UTF-16), DER, PFX, or base64 of one of these.</param>
    /// <param name="password">Its password; empty where there is none.</param>
    /// <param name="source">What the bytes are, for error messages.</param>
    /// <param name="choice">Which key, if it holds several.</param>
    /// <exception cref="SfException">The bytes hold no usable RSA private key.</exception>
    public static SfPrivateKey FromBytes(
        ReadOnlyMemory<byte> bytes, ReadOnlySpan<char> password = default, string source = "The private key", KeyChoice? choice = null)
    {
        using var file = KeyFile.Open(KeyFileContent.Read(bytes, source), password, source);
        return Choose(file, choice ?? KeyChoice.Only, source);
    }

    /// <summary>A file's name in errors.</summary>
    internal static string FileSource(string path) => $"The file '{path}'";

    internal static byte[] ReadFile(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new SfException(SfErrorKind.KeyFileUnreadable, $"'{path}' is a folder, not a key file.",
                    "Name the file inside it, for instance server.key.");
            }

            return SmallFile.ReadBytes(path, MaximumFileSize)
                ?? throw KeyErrors.Unknown($"The file '{path}'", "it is larger than any key file.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SfException(
                SfErrorKind.KeyFileNotFound,
                $"There is no file '{path}'.",
                new Advice(
                    "Check the path, or make a key and certificate. In CI, give the key itself instead of a file, "
                        + "in SF_JWT_KEY for example.",
                    NextStep.CreateOrGiveKey),
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

    /// <summary>The key that is meant among those of a file that can sign.</summary>
    private static SfPrivateKey Choose(KeyFile file, KeyChoice choice, string source)
    {
        var certificates = file.LoadCertificates();
        List<SfPrivateKey> usable = [];
        SfPrivateKey? chosen = null;
        try
        {
            SfException? problem = null;
            foreach (var found in file.Keys)
            {
                try
                {
                    Add(usable, found, certificates, source);
                }
                catch (SfException e)
                {
                    problem ??= e;
                }
            }

            return chosen = usable.Count > 0 ? Choose(usable, certificates, choice, source) : throw problem ?? file.NoKey();
        }
        finally
        {
            usable.Where(k => !ReferenceEquals(k, chosen)).ToList().ForEach(k => k.Dispose());
            certificates.Where(c => !ReferenceEquals(c, chosen?.Certificate)).ToList().ForEach(c => c.Dispose());
        }
    }

    private static void Add(List<SfPrivateKey> usable, FoundKey found, List<X509Certificate2> certificates, string source)
    {
        if (found.Problem is not null)
        {
            throw found.Problem;
        }

        if (found.Item.Algorithm is { } algorithm)
        {
            throw KeyErrors.NotRsa(source, algorithm);
        }

        var rsa = RsaKey.Import(found.Item.Der, source);
        var key = new SfPrivateKey(rsa, found.Format, source) { Name = found.Name };
        if (usable.Exists(key.IsSameAs))
        {
            // The same key twice, as openssl and keytool may write it.
            key.Dispose();
            return;
        }

        key.Certificate = certificates.Find(key.Matches);
        usable.Add(key);
    }

    private static SfPrivateKey Choose(List<SfPrivateKey> keys, List<X509Certificate2> certificates, KeyChoice choice, string source)
    {
        if (choice.Thumbprint is { } thumbprint)
        {
            // A key that stayed when its certificate was renewed has more than one.
            var named = certificates.Find(c => KeyChoice.IsOf(thumbprint, c));
            var key = (named is null ? null : keys.Find(k => k.Matches(named)))
                ?? keys.Find(k => thumbprint.Equals(k.Name, StringComparison.OrdinalIgnoreCase))
                ?? throw KeyErrors.NotThere(source, "whose certificate has the given thumbprint", [.. keys.Select(k => k.Describe())]);
            key.Certificate = named ?? key.Certificate;
            return key;
        }

        if (keys.Count == 1)
        {
            return keys[0].Certificate is not null || certificates.Count == 0
                ? keys[0]
                : throw CertificateReader.Mismatch(source, certificates[^1], source);
        }

        if (choice.Certificate is not null)
        {
            return keys.Find(k => k.Matches(choice.Certificate))
                ?? throw KeyErrors.NotThere(source, "that belongs to the given certificate", [.. keys.Select(k => k.Describe())]);
        }

        using var beside = choice.FindCertificate?.Invoke();
        return (beside is null ? null : keys.Find(k => k.Matches(beside)))
            ?? (keys.Count(k => k.Certificate is not null) == 1 ? keys.Find(k => k.Certificate is not null) : null)
            ?? throw KeyErrors.Ambiguous(source, keys.Select(k => k.Describe()));
    }
}
