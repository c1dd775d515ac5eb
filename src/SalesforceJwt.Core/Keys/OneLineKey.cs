using System.Security.Cryptography;
using System.Text;

namespace SalesforceJwt.Core.Keys;

/// <summary>
/// A private key on one line, in characters that every CI system accepts in a secret and can mask: base64 of a PKCS#8 PEM, of an encrypted
/// PEM or of a PFX. <c>base64 -d</c> gives a file that openssl and the sf CLI read as well.
/// </summary>
internal sealed class OneLineKey : IDisposable
{
    // GitHub's limit; the others allow more.
    private const int MaximumLength = 48 * 1024;

    private OneLineKey(char[] value, bool isEncrypted)
    {
        Value = value;
        IsEncrypted = isEncrypted;
    }

    /// <summary>The line. A secret, cleared with this object.</summary>
    public char[] Value { get; }

    /// <summary>Whether a password protects it.</summary>
    public bool IsEncrypted { get; }

    /// <summary>Makes the line of a key file.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="password">Its password. Without one, an encrypted key is passed on unchecked.</param>
    /// <param name="decrypt">Removes the encryption.</param>
    /// <param name="choice">Which key, if it holds several.</param>
    /// <exception cref="SfException">It is not a usable RSA private key, or <see cref="SfErrorKind.KeyTooLarge"/>.</exception>
    public static OneLineKey FromFile(string path, ReadOnlySpan<char> password = default, bool decrypt = false, KeyChoice? choice = null)
    {
        var bytes = PrivateKeyReader.ReadFile(path);
        try
        {
            return FromBytes(bytes, password, decrypt, PrivateKeyReader.FileSource(path), choice);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Makes the line of a key as text: a PEM in any of its mangled forms, or base64 of a key file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="password">Its password. Without one, an encrypted key is passed on unchecked.</param>
    /// <param name="decrypt">Removes the encryption.</param>
    /// <param name="choice">Which key, if it holds several.</param>
    /// <exception cref="SfException">It is not a usable RSA private key, or <see cref="SfErrorKind.KeyTooLarge"/>.</exception>
    public static OneLineKey FromText(
        ReadOnlySpan<char> text, ReadOnlySpan<char> password = default, bool decrypt = false, KeyChoice? choice = null)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        try
        {
            return FromBytes(bytes, password, decrypt, "The private key", choice);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Array.Clear(Value);

    private static OneLineKey FromBytes(
        ReadOnlyMemory<byte> bytes, ReadOnlySpan<char> password, bool decrypt, string source, KeyChoice? choice)
    {
        try
        {
            using var plain = PrivateKeyReader.FromBytes(bytes, default, source, choice);
            return FromPem(plain.Rsa.ExportPkcs8PrivateKeyPem());
        }
        catch (SfException e) when (e.Kind == SfErrorKind.KeyPasswordRequired && !(decrypt && password.IsEmpty))
        {
            // It stays encrypted: its password is a second secret of the job.
        }

        using var content = KeyFileContent.Read(bytes, source);
        KeyItem[] locked = [.. content.Items.Where(i => i.Kind is DerKind.Pkcs12 or DerKind.Pkcs8Encrypted or DerKind.Pkcs1Encrypted)];
        if (password.IsEmpty)
        {
            return locked.Length == 1 && choice?.Thumbprint is null
                ? Encode(EncryptedFile(locked[0]), true, source)
                : throw KeyErrors.PasswordRequired(source);
        }

        using var key = PrivateKeyReader.FromBytes(bytes, password, source, choice);
        return decrypt ? FromPem(key.Rsa.ExportPkcs8PrivateKeyPem())
            : locked.Length == 1 && choice?.Thumbprint is null ? Encode(EncryptedFile(locked[0]), true, source)
            : Encode(
                Encoding.ASCII.GetBytes(key.Rsa.ExportEncryptedPkcs8PrivateKeyPem(password, CertificateFiles.KeyEncryption) + "\n"), true,
                source);
    }

    private static OneLineKey FromPem(string pem) => Encode(Encoding.ASCII.GetBytes(pem + "\n"), false, "The key");

    private static OneLineKey Encode(byte[] file, bool isEncrypted, string source)
    {
        try
        {
            var value = new char[(file.Length + 2) / 3 * 4];
            Convert.TryToBase64Chars(file, value, out _);
            return value.Length <= MaximumLength ? new OneLineKey(value, isEncrypted) : throw new SfException(
                SfErrorKind.KeyTooLarge,
                $"{source} is larger than the {MaximumLength / 1024} KB that a secret may have.",
                new Advice(
                    "A PFX with a chain of certificates holds more than the key: use the key alone, or make an encrypted key file of it.",
                    NextStep.DecryptKey));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(file);
        }
    }

    /// <summary>The encrypted key as a clean file: decoded from base64, with proper newlines, without certificates.</summary>
    private static byte[] EncryptedFile(KeyItem key) => key.Kind switch
    {
        DerKind.Pkcs12 => key.Der.ToArray(),
        DerKind.Pkcs1Encrypted =>
            Pem("RSA PRIVATE KEY", key.Der.Span, $"Proc-Type: 4,ENCRYPTED\nDEK-Info: {key.Headers.GetValueOrDefault("DEK-Info")}\n\n"),
        _ => Pem("ENCRYPTED PRIVATE KEY", key.Der.Span, string.Empty),
    };

    private static byte[] Pem(string label, ReadOnlySpan<byte> der, string headers)
    {
        var pem = PemEncoding.WriteString(label, der);
        return Encoding.ASCII.GetBytes(pem.Insert(pem.IndexOf('\n', StringComparison.Ordinal) + 1, headers) + "\n");
    }
}
