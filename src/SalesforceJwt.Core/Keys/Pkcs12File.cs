using System.Formats.Asn1;
using System.Security.Cryptography;

namespace SalesforceJwt.Core.Keys;

/// <summary>
/// The keys and certificates of a PFX (RFC 7292). .NET reads them too, but drops a key without its certificate, does not return names,
/// and on Windows puts the keys into a store on disk.
/// </summary>
internal sealed class Pkcs12File : IDisposable
{
    private const int MaximumDepth = 8;

    private static readonly Asn1Tag Content = new(TagClass.ContextSpecific, 0);

    private readonly PasswordEncryption _encryption;
    private readonly KeyDerivationBudget _budget;

    private Pkcs12File(string source, KeyDerivationBudget budget)
    {
        _budget = budget;
        _encryption = new PasswordEncryption(source, budget) { IsPkcs12 = true };
    }

    /// <summary>The keys (PrivateKeyInfo), or why one cannot be opened.</summary>
    public List<(byte[] Der, SfException? Problem, string? Name)> Keys { get; } = [];

    /// <summary>The certificates, with the name that each has in the file.</summary>
    public List<(byte[] Der, string? Name)> Certificates { get; } = [];

    /// <summary>Why a part that holds certificates, and perhaps keys, could not be opened; null if all could.</summary>
    public SfException? Problem { get; private set; }

    /// <summary>Opens a PFX.</summary>
    /// <param name="der">Its bytes.</param>
    /// <param name="password">Its password; empty if there is none.</param>
    /// <param name="source">What it is, for errors.</param>
    /// <param name="budget">The rounds that this may take.</param>
    /// <exception cref="CryptographicException">The password is wrong.</exception>
    /// <exception cref="SfException">It is damaged, or its encryption is not supported.</exception>
    public static Pkcs12File Open(ReadOnlyMemory<byte> der, ReadOnlySpan<char> password, string source, KeyDerivationBudget budget)
    {
        var file = new Pkcs12File(source, budget);
        try
        {
            var pfx = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
            pfx.ReadInteger();
            var (type, authenticated) = ReadInfo(pfx.ReadSequence());
            var content = type == Oids.Data ? authenticated.ReadOctetString() : throw file._encryption.Unsupported(type);
            if (pfx.HasData)
            {
                file.CheckMac(pfx.ReadSequence(), content, password);
            }

            var safes = new AsnReader(content, AsnEncodingRules.BER).ReadSequence();
            while (safes.HasData)
            {
                file.ReadSafe(safes.ReadSequence(), password);
            }

            return file;
        }
        catch (AsnContentException e)
        {
            file.Dispose();
            throw KeyErrors.Damaged(source, "PFX", e);
        }
        catch (Exception)
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Keys.ForEach(k => CryptographicOperations.ZeroMemory(k.Der));

    /// <summary>The type of a ContentInfo, and its content.</summary>
    private static (string Type, AsnReader Content) ReadInfo(AsnReader info) => (info.ReadObjectIdentifier(), info.ReadSequence(Content));

    private void CheckMac(AsnReader mac, byte[] content, ReadOnlySpan<char> password)
    {
        var digest = mac.ReadSequence();
        var oid = digest.ReadSequence().ReadObjectIdentifier();
        var expected = digest.ReadOctetString();
        var hash = PasswordEncryption.Hash(oid) ?? throw _encryption.Unsupported(oid);
        var salt = mac.ReadOctetString();
        var rounds = _budget.Take(mac.HasData ? mac.ReadInteger() : 1);
        var secret = Pkcs12Kdf.Password(password);
        try
        {
            // Programs differ in whether no password is an empty one or none at all.
            if (!Fits(secret) && !(_encryption.EmptyIsNone = password.IsEmpty && Fits([])))
            {
                throw new CryptographicException();
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }

        bool Fits(ReadOnlySpan<byte> encoded)
        {
            using var hmac = IncrementalHash.CreateHMAC(
                hash, Pkcs12Kdf.Derive(hash, Pkcs12Kdf.MacPurpose, encoded, salt, rounds, length: null));
            hmac.AppendData(content);
            return CryptographicOperations.FixedTimeEquals(hmac.GetHashAndReset(), expected);
        }
    }

    private void ReadSafe(AsnReader info, ReadOnlySpan<char> password)
    {
        var (type, content) = ReadInfo(info);
        if (type is not (Oids.Data or Oids.EncryptedData))
        {
            throw _encryption.Unsupported(type);
        }

        if (type == Oids.Data)
        {
            ReadBags(content.ReadOctetString(), password, 0);
            return;
        }

        var encrypted = content.ReadSequence();
        encrypted.ReadInteger();
        encrypted = encrypted.ReadSequence();
        encrypted.ReadObjectIdentifier();
        var algorithm = encrypted.ReadSequence();
        var data = encrypted.ReadOctetString(Content);
        byte[] bags;
        try
        {
            bags = _encryption.Decrypt(algorithm, data, password);
        }
        catch (SfException e)
        {
            // Old PFX files have their certificates, and not their keys, in RC2, which OpenSSL 3 no longer opens; the key alone can sign.
            Problem = e;
            return;
        }

        ReadBags(bags, password, 0);
    }

    private void ReadBags(byte[] content, ReadOnlySpan<char> password, int depth)
    {
        var bags = new AsnReader(content, AsnEncodingRules.BER).ReadSequence();
        while (bags.HasData)
        {
            var bag = bags.ReadSequence();
            var type = bag.ReadObjectIdentifier();
            var value = bag.ReadSequence(Content);
            var inner = value.ReadEncodedValue();
            var name = bag.HasData ? FriendlyName(bag.ReadSetOf()) : null;
            switch (type)
            {
                case Oids.KeyBag:
                    Keys.Add((inner.ToArray(), null, name));
                    break;
                case Oids.ShroudedKeyBag:
                    AddKey(inner, password, name);
                    break;
                case Oids.CertificateBag:
                    AddCertificate(new AsnReader(inner, AsnEncodingRules.BER).ReadSequence(), name);
                    break;
                case Oids.SafeContentsBag when depth < MaximumDepth:
                    ReadBags(inner.ToArray(), password, depth + 1);
                    break;
            }
        }
    }

    private void AddKey(ReadOnlyMemory<byte> der, ReadOnlySpan<char> password, string? name)
    {
        try
        {
            Keys.Add((_encryption.OpenKey(der, password), null, name));
        }
        catch (SfException e)
        {
            Keys.Add(([], e, name));
        }
    }

    private void AddCertificate(AsnReader bag, string? name)
    {
        if (bag.ReadObjectIdentifier() == Oids.X509Certificate)
        {
            Certificates.Add((bag.ReadSequence(Content).ReadOctetString(), name));
        }
    }

    private static string? FriendlyName(AsnReader attributes)
    {
        try
        {
            while (attributes.HasData)
            {
                var attribute = attributes.ReadSequence();
                if (attribute.ReadObjectIdentifier() == Oids.FriendlyName)
                {
                    return attribute.ReadSetOf().ReadCharacterString(UniversalTagNumber.BMPString);
                }
            }
        }
        catch (AsnContentException)
        {
            // Only for display.
        }

        return null;
    }
}
