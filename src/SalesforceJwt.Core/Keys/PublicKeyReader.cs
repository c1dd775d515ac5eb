using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace SalesforceJwt.Core.Keys;

/// <summary>
/// Reads the public half of an RSA key, as key services show it: PEM, base64 of its DER, or a JSON Web Key (RFC 7517) with <c>n</c> and
/// <c>e</c>.
/// </summary>
internal static class PublicKeyReader
{
    private const string Source = "The public key";

    /// <summary>Reads the key.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.KeyFormatUnknown"/>, <see cref="SfErrorKind.KeyNotRsa"/> or
    /// <see cref="SfErrorKind.KeyTooSmall"/>.</exception>
    public static RSAParameters Read(string text)
    {
        if (FromJson(text) is { } key)
        {
            return Checked(key);
        }

        using var content = KeyFileContent.Read(text.AsSpan(), Source);
        var found = content.Items.FirstOrDefault(i => i.Kind is DerKind.PublicKey or DerKind.Certificate or DerKind.NotRsa);
        if (found?.Algorithm is not null || (found?.Kind == DerKind.PublicKey && IsOfOtherAlgorithm(found.Der)))
        {
            throw KeyErrors.NotRsa(Source, found.Algorithm);
        }

        using var rsa = found switch
        {
            { Kind: DerKind.PublicKey } => RsaKey.ImportPublic(found.Der),
            { Kind: DerKind.Certificate } => CertificateReader.RsaPublicKey(CertificateReader.Load(found.Der, Source)),
            _ => null,
        };
        return rsa is null
            ? throw new SfException(
                SfErrorKind.KeyFormatUnknown,
                $"{Source} is not the public half of an RSA key.",
                "Give it as the service shows it: PEM from -----BEGIN PUBLIC KEY-----, base64 of its DER, or a JSON Web Key.")
            : Checked(rsa.ExportParameters(includePrivateParameters: false));
    }

    private static bool IsOfOtherAlgorithm(ReadOnlyMemory<byte> der)
    {
        try
        {
            return PublicKey.CreateFromSubjectPublicKeyInfo(der.Span, out _).Oid.Value != DerFormat.RsaEncryption;
        }
        catch (CryptographicException)
        {
            // PKCS#1, which is RSA, or damaged.
            return false;
        }
    }

    private static RSAParameters Checked(RSAParameters key) => RsaKey.SizeOf(key) < SfPrivateKey.MinimumKeySize
        ? throw KeyErrors.TooSmall(Source, RsaKey.SizeOf(key))
        : key;

    /// <summary>The key of a JSON Web Key; null for other text.</summary>
    private static RSAParameters? FromJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return PublicKeyJson.ReadRsa(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
