using System.Formats.Asn1;

namespace SalesforceJwt.Core.Certificates;

/// <summary>Tells DER structures apart without parsing them whole.</summary>
internal static class DerShape
{
    public const string EllipticCurve = "EC (ECDSA)";
    public const string Dsa = "DSA";
    private const string RsaEncryption = "1.2.840.113549.1.1.1";

    /// <summary>Sniffs the kind; never throws.</summary>
    /// <param name="der">The bytes.</param>
    /// <param name="algorithm">For <see cref="DerKind.NotRsa"/>: the algorithm's name.</param>
    public static DerKind Sniff(ReadOnlyMemory<byte> der, out string? algorithm)
    {
        algorithm = null;
        try
        {
            var sequence = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
            return sequence.PeekTag() == Asn1Tag.Integer
                ? VersionedKind(sequence, out algorithm)
                : UnversionedKind(sequence);
        }
        catch (AsnContentException)
        {
            return DerKind.Unknown;
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
        sequence.ReadSequence();
        var next = sequence.PeekTag();
        if (next.HasSameClassAndValue(Asn1Tag.PrimitiveOctetString))
        {
            return DerKind.Pkcs8Encrypted;
        }

        return next == Asn1Tag.PrimitiveBitString ? DerKind.PublicKey
            : next == Asn1Tag.Sequence ? DerKind.Certificate
            : DerKind.Unknown;
    }

    /// <summary>The algorithm of an object identifier, by its common name.</summary>
    public static string AlgorithmName(string oid) => oid switch
    {
        "1.2.840.10045.2.1" => EllipticCurve,
        "1.2.840.10040.4.1" => Dsa,
        "1.2.840.113549.1.1.10" => "RSA-PSS",
        "1.3.101.112" => "Ed25519",
        "1.3.101.113" => "Ed448",
        "1.3.101.110" => "X25519",
        _ => oid,
    };
}
