using System.Formats.Asn1;
using System.Security.Cryptography;

namespace SalesforceJwt.Core.Certificates;

/// <summary>Opens keys of whatever algorithm and size, to look at them; <see cref="PrivateKeyReader"/> reads those that sign.</summary>
internal static class PrivateKeyOpener
{
    /// <summary>Opens a private key of a sniffed kind.</summary>
    /// <returns>The key; null where a password is missing or .NET does not know the algorithm.</returns>
    /// <exception cref="SfException">It is damaged, or the password is wrong.</exception>
    public static AsymmetricAlgorithm? Open(DerKind kind, ReadOnlySpan<byte> der, ReadOnlySpan<char> password, string source) => kind switch
    {
        DerKind.Pkcs8Encrypted => password.IsEmpty ? null : OpenEncrypted(der, password, source),
        DerKind.NotRsa => Try(ECDsa.Create(), (k, d) => k.ImportPkcs8PrivateKey(d, out _), der)
            ?? Try(ECDsa.Create(), (k, d) => k.ImportECPrivateKey(d, out _), der),
        DerKind.Pkcs1 => Try(RSA.Create(), (k, d) => k.ImportRSAPrivateKey(d, out _), der) ?? throw KeyErrors.Damaged(source, "private key"),
        _ => Try(RSA.Create(), (k, d) => k.ImportPkcs8PrivateKey(d, out _), der) ?? throw KeyErrors.Damaged(source, "private key"),
    };

    /// <summary>Opens a public key (SubjectPublicKeyInfo or PKCS#1); null where it is none that .NET knows.</summary>
    public static AsymmetricAlgorithm? OpenPublic(ReadOnlySpan<byte> der) =>
        Try(RSA.Create(), (k, d) => k.ImportSubjectPublicKeyInfo(d, out _), der)
        ?? Try(RSA.Create(), (k, d) => k.ImportRSAPublicKey(d, out _), der)
        ?? Try(ECDsa.Create(), (k, d) => k.ImportSubjectPublicKeyInfo(d, out _), der);

    /// <summary>Whether a private key is in PKCS#8, and not in the format of its algorithm: the version is followed by an algorithm.</summary>
    public static bool IsPkcs8(ReadOnlyMemory<byte> der)
    {
        var sequence = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        sequence.ReadEncodedValue();
        return sequence.PeekTag() == Asn1Tag.Sequence;
    }

    private static AsymmetricAlgorithm OpenEncrypted(ReadOnlySpan<byte> der, ReadOnlySpan<char> password, string source)
    {
        try
        {
            var rsa = RSA.Create();
            rsa.ImportEncryptedPkcs8PrivateKey(password, der, out _);
            return rsa;
        }
        catch (CryptographicException e)
        {
            // Which algorithm it is of shows only once it is open.
            try
            {
                var ec = ECDsa.Create();
                ec.ImportEncryptedPkcs8PrivateKey(password, der, out _);
                return ec;
            }
            catch (CryptographicException)
            {
                throw KeyErrors.PasswordWrong(source, e);
            }
        }
    }

    private static AsymmetricAlgorithm? Try<T>(T key, Import<T> import, ReadOnlySpan<byte> der)
        where T : AsymmetricAlgorithm
    {
        try
        {
            import(key, der);
            return key;
        }
        catch (CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }

    private delegate void Import<in T>(T key, ReadOnlySpan<byte> der);
}
