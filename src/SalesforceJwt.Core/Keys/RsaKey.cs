using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace SalesforceJwt.Core.Keys;

/// <summary>
/// Imports RSA keys whose numbers are consistent. Crypto libraries accept many that are not: some then sign wrongly, some only fail at the
/// first use, and a modulus of a million bits keeps them busy for hours.
/// </summary>
internal static class RsaKey
{
    /// <summary>The largest key that OpenSSL and Windows work with, in bits.</summary>
    public const int MaximumSize = 16_384;

    /// <summary>Imports a private key.</summary>
    /// <param name="der">PKCS#1 (RFC 8017 A.1.2), or PKCS#8 around it.</param>
    /// <param name="source">What it is, for errors.</param>
    /// <exception cref="SfException">It is damaged.</exception>
    public static RSA Import(ReadOnlyMemory<byte> der, string source)
    {
        RSA? rsa = null;
        try
        {
            var pkcs1 = Unwrap(der);
            Check(new AsnReader(pkcs1, AsnEncodingRules.BER).ReadSequence(), source);
            rsa = RSA.Create();
            rsa.ImportRSAPrivateKey(pkcs1.Span, out _);
            return rsa;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            rsa?.Dispose();
            throw KeyErrors.Damaged(source, "private key", e);
        }
    }

    /// <summary>Imports a public key (SubjectPublicKeyInfo or PKCS#1).</summary>
    /// <returns>The key; null if it is not an RSA key or is damaged.</returns>
    public static RSA? ImportPublic(ReadOnlyMemory<byte> der)
    {
        RSA? rsa = null;
        try
        {
            var sequence = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
            var pkcs1 = der;
            if (sequence.PeekTag() == Asn1Tag.Sequence)
            {
                sequence.ReadSequence();
                pkcs1 = sequence.ReadBitString(out _);
            }

            if (!IsModulus(new AsnReader(pkcs1, AsnEncodingRules.BER).ReadSequence().ReadIntegerBytes().Span))
            {
                return null;
            }

            rsa = RSA.Create();
            rsa.ImportRSAPublicKey(pkcs1.Span, out _);
            return rsa;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            rsa?.Dispose();
            return null;
        }
    }

    /// <summary>Whether a number can be the modulus of an RSA key of a size that libraries work with.</summary>
    /// <param name="modulus">Big-endian.</param>
    public static bool IsModulus(ReadOnlySpan<byte> modulus)
    {
        modulus = modulus.TrimStart((byte)0);
        return modulus.Length is >= 64 and <= MaximumSize / 8 && (modulus[^1] & 1) == 1;
    }

    /// <summary>Whether two public keys are the same.</summary>
    public static bool IsSame(RSAParameters one, RSAParameters other) =>
        one.Modulus.AsSpan().TrimStart((byte)0).SequenceEqual(other.Modulus.AsSpan().TrimStart((byte)0))
        && one.Exponent.AsSpan().TrimStart((byte)0).SequenceEqual(other.Exponent.AsSpan().TrimStart((byte)0));

    /// <summary>The size of a public key in bits.</summary>
    public static int SizeOf(RSAParameters key) =>
        (int)new BigInteger(key.Modulus, isUnsigned: true, isBigEndian: true).GetBitLength();

    /// <summary>Writes a private key as PKCS#1.</summary>
    /// <param name="numbers">n, e, d, p, q, dp, dq, qi (RFC 8017 A.1.2), big-endian.</param>
    public static byte[] ToPkcs1(IEnumerable<byte[]> numbers)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            foreach (var number in numbers)
            {
                writer.WriteInteger(new BigInteger(number, isUnsigned: true, isBigEndian: true));
            }
        }

        return writer.Encode();
    }

    private static ReadOnlyMemory<byte> Unwrap(ReadOnlyMemory<byte> der)
    {
        var sequence = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        sequence.ReadInteger();
        if (sequence.PeekTag() != Asn1Tag.Sequence)
        {
            return der;
        }

        sequence.ReadSequence();
        return sequence.ReadOctetString();
    }

    private static void Check(AsnReader key, string source)
    {
        if (key.ReadInteger() != 0)
        {
            throw KeyErrors.Unknown(source, "it is an RSA key of more than two primes, which hardly any program supports.");
        }

        var modulus = key.ReadIntegerBytes();
        if (!IsModulus(modulus.Span))
        {
            throw new CryptographicException("The modulus cannot be one of an RSA key.");
        }

        var n = new BigInteger(modulus.Span, isBigEndian: true);
        var e = Read(key, n);
        var d = Read(key, n);
        var p = Read(key, n);
        var q = Read(key, n);
        var (dp, dq, qi) = (Read(key, n), Read(key, n), Read(key, n));
        if (n.Sign < 0 || e < 3 || p * q != n || dp >= p || dq >= q || qi >= p
            || (e * dp % (p - 1)) != 1 || (e * dq % (q - 1)) != 1 || (d - dp) % (p - 1) != 0 || (d - dq) % (q - 1) != 0 || q * qi % p != 1)
        {
            throw new CryptographicException("The numbers of the key are not consistent.");
        }
    }

    private static BigInteger Read(AsnReader key, BigInteger modulus)
    {
        var number = key.ReadInteger();
        return number > BigInteger.One && number < modulus
            ? number
            : throw new CryptographicException("A number of the key is out of range.");
    }
}
