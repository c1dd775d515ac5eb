using System.Formats.Asn1;

namespace SalesforceJwt.Core.Keys;

/// <summary>Distinguishes DER structures without parsing them whole.</summary>
internal static class DerFormat
{
    public const string EllipticCurve = "EC (ECDSA)";
    public const string Dsa = "DSA";
    public const string RsaEncryption = "1.2.840.113549.1.1.1";

    /// <summary>Whether bytes begin like a DER or BER sequence, not like text that begins with the digit 0.</summary>
    public static bool IsSequence(ReadOnlySpan<byte> bytes) =>
        bytes is [0x30, >= 0x80 and <= 0x84, ..] || (bytes is [0x30, > 0 and < 0x80, ..] && bytes.Length == bytes[1] + 2);

    /// <summary>Detects the kind; never throws.</summary>
    /// <param name="der">The bytes.</param>
    /// <param name="algorithm">For <see cref="DerKind.NotRsa"/>: the algorithm's name.</param>
    public static DerKind Detect(ReadOnlyMemory<byte> der, out string? algorithm)
    {
        algorithm = null;
        try
        {
            var sequence = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
            var first = sequence.PeekTag();
            return first == Asn1Tag.Integer ? VersionedKind(sequence, out algorithm)
                : first == Asn1Tag.ObjectIdentifier ? (sequence.ReadObjectIdentifier() == Oids.SignedData ? DerKind.Pkcs7 : DerKind.Unknown)
                : UnversionedKind(sequence);
        }
        catch (AsnContentException)
        {
            return DerKind.Unknown;
        }
    }

    /// <summary>
    /// Whether a private key is in PKCS#8, and not in the format of its algorithm: the version is followed by an algorithm.
    /// </summary>
    public static bool IsPkcs8(ReadOnlyMemory<byte> der)
    {
        var sequence = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        sequence.ReadEncodedValue();
        return sequence.PeekTag() == Asn1Tag.Sequence;
    }

    /// <summary>Whether it is a key store of Bouncy Castle for FIPS: encrypted data, and how its integrity is checked.</summary>
    public static bool IsEncryptedStore(ReadOnlyMemory<byte> der)
    {
        try
        {
            var data = new AsnReader(der, AsnEncodingRules.BER).ReadSequence().ReadSequence();
            data.ReadSequence().ReadObjectIdentifier();
            return data.PeekTag().HasSameClassAndValue(Asn1Tag.PrimitiveOctetString);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static DerKind VersionedKind(AsnReader sequence, out string? algorithm)
    {
        algorithm = null;
        if (!sequence.TryReadInt32(out var version))
        {
            // PKCS#1 public key: modulus first.
            return DerKind.PublicKey;
        }

        var next = sequence.PeekTag();
        if (version == 3 && next == Asn1Tag.Sequence)
        {
            return DerKind.Pkcs12;
        }

        if (next == Asn1Tag.Sequence)
        {
            var oid = sequence.ReadSequence().ReadObjectIdentifier();
            algorithm = oid == RsaEncryption ? null : AlgorithmName(oid);
            return algorithm is null ? DerKind.Pkcs8 : DerKind.NotRsa;
        }

        if (version == 1 && next.HasSameClassAndValue(Asn1Tag.PrimitiveOctetString))
        {
            algorithm = EllipticCurve;
            return DerKind.NotRsa;
        }

        var integers = 1;
        while (sequence.HasData && sequence.PeekTag() == Asn1Tag.Integer)
        {
            sequence.ReadIntegerBytes();
            integers++;
        }

        algorithm = integers == 6 ? Dsa : null;
        return integers switch { 9 => DerKind.Pkcs1, 6 => DerKind.NotRsa, _ => DerKind.Unknown };
    }

    private static DerKind UnversionedKind(AsnReader sequence)
    {
        var first = sequence.ReadSequence();
        var next = sequence.PeekTag();
        return next.HasSameClassAndValue(Asn1Tag.PrimitiveOctetString) ? DerKind.Pkcs8Encrypted
            : next == Asn1Tag.PrimitiveBitString ? DerKind.PublicKey
            : next == Asn1Tag.Sequence ? SignedKind(first)
            : DerKind.Unknown;
    }

    /// <summary>Certificates, requests and revocation lists have the same outer structure and differ in the signed part.</summary>
    private static DerKind SignedKind(AsnReader signed)
    {
        var first = signed.PeekTag();
        if (first.TagClass == TagClass.ContextSpecific)
        {
            return DerKind.Certificate;
        }

        if (first == Asn1Tag.Integer)
        {
            signed.ReadIntegerBytes();
        }

        // An algorithm begins with its identifier, a name holds sets.
        var second = signed.ReadSequence();
        if (!second.HasData || second.PeekTag() != Asn1Tag.ObjectIdentifier)
        {
            return first == Asn1Tag.Integer ? DerKind.CertificateRequest : DerKind.Unknown;
        }

        signed.ReadSequence();
        return signed.PeekTag() == Asn1Tag.Sequence ? DerKind.Certificate : DerKind.RevocationList;
    }

    /// <summary>The algorithm of an object identifier, by its common name.</summary>
    public static string AlgorithmName(string oid) => oid switch
    {
        "1.2.840.10045.2.1" => EllipticCurve,
        "1.2.840.10040.4.1" => Dsa,
        "1.2.840.113549.1.3.1" => "Diffie-Hellman",
        "1.2.840.113549.1.1.10" => "RSA-PSS",
        "1.2.840.113549.1.1.7" => "RSA-OAEP",
        "1.3.101.112" => "Ed25519",
        "1.3.101.113" => "Ed448",
        "1.3.101.110" => "X25519",
        "1.3.101.111" => "X448",
        "2.16.840.1.101.3.4.3.17" or "2.16.840.1.101.3.4.3.18" or "2.16.840.1.101.3.4.3.19" => "ML-DSA",
        _ => oid,
    };
}
