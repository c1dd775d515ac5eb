using System.Formats.Asn1;

namespace SalesforceJwt.Core.Keys;

/// <summary>
/// The certificates of a PKCS#7 file (.p7b), in which Windows and certificate authorities give a chain (RFC 5652 section 5.1).
/// </summary>
internal static class Pkcs7Certificates
{
    /// <summary>Reads the certificates.</summary>
    /// <param name="der">The file.</param>
    /// <param name="source">What it is, for errors.</param>
    /// <exception cref="SfException">It is damaged.</exception>
    public static List<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> der, string source)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        try
        {
            var info = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
            info.ReadObjectIdentifier();
            var signed = info.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
            signed.ReadInteger();
            signed.ReadSetOf();
            signed.ReadSequence();
            var certificates = signed.HasData
                ? signed.ReadSetOf(skipSortOrderValidation: true, new Asn1Tag(TagClass.ContextSpecific, 0))
                : null;
            while (certificates?.HasData == true)
            {
                found.Add(certificates.ReadEncodedValue());
            }

            return found;
        }
        catch (AsnContentException e)
        {
            throw KeyErrors.Damaged(source, "PKCS#7 file", e);
        }
    }
}
