using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>Key files that .NET does not write: with any encryption, any numbers, or several keys.</summary>
internal static class KeyBuilder
{
    private static readonly Asn1Tag Content = new(TagClass.ContextSpecific, 0);

    /// <summary>An EncryptedPrivateKeyInfo that names any algorithms; the encrypted content is random.</summary>
    public static byte[] Encrypted(
        string kdf = "1.2.840.113549.1.5.12",
        string prf = "1.2.840.113549.2.9",
        string cipher = "2.16.840.1.101.3.4.1.42",
        BigInteger? rounds = null) =>
        Sequence(w =>
        {
            Sequence(w, () =>
            {
                w.WriteObjectIdentifier("1.2.840.113549.1.5.13");
                Sequence(w, () =>
                {
                    Sequence(w, () =>
                    {
                        w.WriteObjectIdentifier(kdf);
                        Sequence(w, () =>
                        {
                            w.WriteOctetString(new byte[8]);
                            w.WriteInteger(rounds ?? 2048);
                            Sequence(w, () => w.WriteObjectIdentifier(prf));
                        });
                    });
                    Sequence(w, () =>
                    {
                        w.WriteObjectIdentifier(cipher);
                        w.WriteOctetString(new byte[16]);
                    });
                });
            });
            w.WriteOctetString(RandomNumberGenerator.GetBytes(1280));
        });

    /// <summary>An EncryptedPrivateKeyInfo of an old scheme, where one identifier names all algorithms.</summary>
    public static byte[] OldEncrypted(string scheme, BigInteger? rounds = null) => Sequence(w =>
    {
        Sequence(w, () => Scheme(w, scheme, rounds ?? 2048));
        w.WriteOctetString(RandomNumberGenerator.GetBytes(1280));
    });

    /// <summary>A PFX without password.</summary>
    /// <param name="keys">Its keys, each with its name; null for none.</param>
    /// <param name="certificates">Its certificates.</param>
    public static byte[] Pfx((RSA Key, string? Name)[] keys, params byte[][] certificates) => Pfx(w => SafeOf(w, keys, certificates));

    /// <summary>A PFX whose MAC names any digest and any number of iterations.</summary>
    public static byte[] PfxWithMac(
        string digest, BigInteger rounds) => Pfx(w => SafeOf(w, [(TestKeys.Rsa, null)], []), w => Sequence(w, () =>
    {
        Sequence(w, () =>
        {
            Sequence(w, () => w.WriteObjectIdentifier(digest));
            w.WriteOctetString(new byte[20]);
        });
        w.WriteOctetString(new byte[8]);
        w.WriteInteger(rounds);
    }));

    /// <summary>A PFX whose content names any encryption.</summary>
    public static byte[] PfxOf(string contentType, string scheme) => Pfx(w => Sequence(w, () =>
    {
        w.WriteObjectIdentifier(contentType);
        using (w.PushSequence(Content))
        {
            Sequence(w, () =>
            {
                w.WriteInteger(0);
                Sequence(w, () =>
                {
                    w.WriteObjectIdentifier("1.2.840.113549.1.7.1");
                    Sequence(w, () => Scheme(w, scheme, 2048));
                    w.WriteOctetString(new byte[64], Content);
                });
            });
        }
    }));

    /// <summary>A PFX without its MAC.</summary>
    public static byte[] WithoutMac(byte[] pfx)
    {
        var reader = new AsnReader(pfx, AsnEncodingRules.BER).ReadSequence();
        return Sequence(w =>
        {
            w.WriteEncodedValue(reader.ReadEncodedValue().Span);
            w.WriteEncodedValue(reader.ReadEncodedValue().Span);
        });
    }

    /// <summary>A PKCS#1 key of any numbers: version, n, e, d, p, q, dp, dq, qi.</summary>
    public static byte[] Pkcs1(params BigInteger[] numbers) => Sequence(w => Array.ForEach(numbers, n => w.WriteInteger(n)));

    /// <summary>The numbers of a key, as <see cref="Pkcs1"/> takes them.</summary>
    public static BigInteger[] Numbers(RSA key)
    {
        var p = key.ExportParameters(includePrivateParameters: true);
        return [0, .. new[] { p.Modulus, p.Exponent, p.D, p.P, p.Q, p.DP, p.DQ, p.InverseQ }.Select(
            n => new BigInteger(n, isUnsigned: true, isBigEndian: true))];
    }

    /// <summary>A certificate of any modulus, without a valid signature.</summary>
    public static byte[] CertificateOf(BigInteger modulus)
    {
        var whole = new AsnReader(TestKeys.Certificate.RawData, AsnEncodingRules.DER).ReadSequence();
        var signed = whole.ReadSequence();
        return Sequence(w =>
        {
            Sequence(w, () =>
            {
                for (var i = 0; i < 6; i++)
                {
                    w.WriteEncodedValue(signed.ReadEncodedValue().Span);
                }

                var publicKey = signed.ReadSequence();
                Sequence(w, () =>
                {
                    w.WriteEncodedValue(publicKey.ReadEncodedValue().Span);
                    w.WriteBitString(Pkcs1(modulus, 65537));
                });
            });
            w.WriteEncodedValue(whole.ReadEncodedValue().Span);
            w.WriteEncodedValue(whole.ReadEncodedValue().Span);
        });
    }

    /// <summary>The unencrypted part of an OpenSSH key file.</summary>
    public static byte[] OpenSsh(string type, string cipher = "none")
    {
        byte[] Text(string value) => [0, 0, 0, (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];
        var publicKey = Text(type);
        return
        [
            .. "openssh-key-v1\0"u8, .. Text(cipher), .. Text("none"), .. Text(string.Empty), 0, 0, 0, 1, 0, 0, 0, (byte)publicKey.Length,
            .. publicKey, .. new byte[300],
        ];
    }

    private static void Scheme(AsnWriter writer, string oid, BigInteger rounds)
    {
        writer.WriteObjectIdentifier(oid);
        Sequence(writer, () =>
        {
            writer.WriteOctetString(new byte[8]);
            writer.WriteInteger(rounds);
        });
    }

    private static byte[] Pfx(Action<AsnWriter> safe, Action<AsnWriter>? mac = null) => Sequence(w =>
    {
        w.WriteInteger(3);
        Data(w, Sequence(safe));
        mac?.Invoke(w);
    });

    private static void SafeOf(AsnWriter writer, (RSA Key, string? Name)[] keys, byte[][] certificates) => Data(writer, Sequence(w =>
    {
        foreach (var (key, name) in keys)
        {
            Bag(w, "1.2.840.113549.1.12.10.1.1", () => w.WriteEncodedValue(key.ExportPkcs8PrivateKey()), name);
        }

        foreach (var certificate in certificates)
        {
            Bag(w, "1.2.840.113549.1.12.10.1.3", () => Sequence(w, () =>
            {
                w.WriteObjectIdentifier("1.2.840.113549.1.9.22.1");
                using var _ = w.PushSequence(Content);
                w.WriteOctetString(certificate);
            }));
        }
    }));

    private static void Bag(AsnWriter writer, string type, Action value, string? name = null) => Sequence(writer, () =>
    {
        writer.WriteObjectIdentifier(type);
        using (writer.PushSequence(Content))
        {
            value();
        }

        if (name is not null)
        {
            using var attributes = writer.PushSetOf();
            Sequence(writer, () =>
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.9.20");
                using var values = writer.PushSetOf();
                writer.WriteCharacterString(UniversalTagNumber.BMPString, name);
            });
        }
    });

    private static void Data(AsnWriter writer, byte[] content) => Sequence(writer, () =>
    {
        writer.WriteObjectIdentifier("1.2.840.113549.1.7.1");
        using var _ = writer.PushSequence(Content);
        writer.WriteOctetString(content);
    });

    private static byte[] Sequence(Action<AsnWriter> content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        Sequence(writer, () => content(writer));
        return writer.Encode();
    }

    private static void Sequence(AsnWriter writer, Action content)
    {
        using var _ = writer.PushSequence();
        content();
    }
}
