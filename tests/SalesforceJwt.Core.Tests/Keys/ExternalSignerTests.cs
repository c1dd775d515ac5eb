using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Keys;

/// <summary>Signatures that are made elsewhere, and every way in which signers get them wrong.</summary>
public sealed class ExternalSignerTests
{
    private static readonly byte[] Data = "header.claims"u8.ToArray();

    private static RSAParameters PublicKey => TestKeys.Rsa.ExportParameters(includePrivateParameters: false);

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "digest of the digest", nameof(SfErrorKind.SignatureHashedTwice), "digest of the digest" },
        { "PSS", nameof(SfErrorKind.SignaturePss), "PSS" },
        { "PSS of the digest's digest", nameof(SfErrorKind.SignaturePss), "PSS" },
        { "PSS without salt", nameof(SfErrorKind.SignaturePss), "PSS" },
        { "OCTET STRING", nameof(SfErrorKind.SignatureInDer), "260 bytes" },
        { "BIT STRING", nameof(SfErrorKind.SignatureInDer), "261 bytes" },
        { "SEQUENCE", nameof(SfErrorKind.SignatureInDer), "DER" },
        { "elliptic curve", nameof(SfErrorKind.SignatureInDer), "elliptic curve" },
        { "another key", nameof(SfErrorKind.SignatureOfOtherKey), "another key" },
        { "a longer key", nameof(SfErrorKind.SignatureOfOtherKey), "3072 bits, and the certificate's key 2048" },
        { "no algorithm", nameof(SfErrorKind.SignatureInvalid), "DigestInfo" },
        { "SHA-512", nameof(SfErrorKind.SignatureInvalid), "another algorithm" },
        { "other data", nameof(SfErrorKind.SignatureInvalid), "digest of other data" },
        { "text", nameof(SfErrorKind.SignatureInvalid), "not a digest" },
        { "the digest", nameof(SfErrorKind.SignerAnswerInvalid), "32 bytes" },
        { "nothing", nameof(SfErrorKind.SignerAnswerInvalid), "0 bytes" },
    };

    [Fact]
    public async Task A_good_signature_is_returned_and_verifies()
    {
        var service = TestSigner.Good;
        var signer = new ExternalSigner(service, Certificate());

        var signature = await signer.SignAsync(Data, TestOrg.Cancellation);

        Assert.True(TestKeys.Rsa.VerifyData(Data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.True(signer.Matches(TestKeys.Certificate));
        Assert.Equal(signature, await signer.SignAsync(Data, TestOrg.Cancellation));
        signer.Dispose();
        Assert.True(service.IsDisposed);
    }

    [Fact]
    public async Task A_key_in_memory_makes_the_same_signature()
    {
        using var key = TestKeys.Read();
        using var signer = new ExternalSigner(TestSigner.Good, Certificate());

        Assert.Equal(await signer.SignAsync(Data, TestOrg.Cancellation), await key.SignAsync(Data, TestOrg.Cancellation));
        Assert.Equal(key.GetFingerprint(), signer.GetFingerprint());
    }

    [Fact]
    public async Task The_signer_gets_the_digest_and_the_data()
    {
        using var signer = new ExternalSigner(
            new TestSigner((digest, data) =>
            {
                Assert.Equal(SHA256.HashData(Data), digest);
                return TestKeys.Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            }),
            Certificate());

        Assert.Equal(256, (await signer.SignAsync(Data, TestOrg.Cancellation)).Length);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Each_mistake_has_its_own_error(string mistake, string kind, string expected)
    {
        using var signer = new ExternalSigner(new TestSigner((digest, _) => Make(mistake, digest)), Certificate());

        var error = await Assert.ThrowsAsync<SfException>(() => signer.SignAsync(Data, TestOrg.Cancellation));

        Assert.Equal(Enum.Parse<SfErrorKind>(kind), error.Kind);
        Assert.Contains(expected, error.Message + error.Remedy, StringComparison.Ordinal);
        Assert.Contains("No sign-in was sent", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Remedy);
    }

    [Fact]
    public async Task Without_a_certificate_the_form_is_checked_and_nothing_else()
    {
        using var other = new ExternalSigner(new TestSigner((digest, _) => Make("another key", digest)));
        using var wrapped = new ExternalSigner(new TestSigner((digest, _) => Make("OCTET STRING", digest)));

        Assert.Equal(256, (await other.SignAsync(Data, TestOrg.Cancellation)).Length);
        var error = await Assert.ThrowsAsync<SfException>(() => wrapped.SignAsync(Data, TestOrg.Cancellation));
        Assert.Equal(SfErrorKind.SignatureInDer, error.Kind);
        Assert.False(other.Matches(TestKeys.Certificate));
        Assert.Null(other.GetFingerprint());
    }

    [Fact]
    public async Task What_the_signer_throws_is_the_inner_exception()
    {
        var cause = new TimeoutException("the vault is sealed");
        using var signer = new ExternalSigner(new TestSigner((_, _) => throw cause), Certificate());

        var error = await Assert.ThrowsAsync<SfException>(() => signer.SignAsync(Data, TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.SignerFailed, error.Kind);
        Assert.Same(cause, error.InnerException);
        Assert.Contains("the vault is sealed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_caller_leaves_at_once()
    {
        using var signer = new ExternalSigner(new TestSigner((_, _) => []) { Delay = TimeSpan.FromMinutes(5) }, Certificate());
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => signer.SignAsync(Data, cancel.Token));
    }

    [Fact]
    public void A_certificate_of_another_kind_of_key_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = new CertificateRequest("CN=ec", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));

        var error = Assert.Throws<SfException>(() => new ExternalSigner(TestSigner.Good, certificate));

        Assert.Equal(SfErrorKind.KeyNotRsa, error.Kind);
    }

    [Fact]
    public async Task An_RSA_object_signs_and_nothing_private_is_read_of_it()
    {
        using var rsa = new DelegatingRsa(TestKeys.Rsa);
        using (var signer = ExternalSigner.Of(rsa, Certificate()))
        {
            Assert.True(TestKeys.Rsa.VerifyData(
                Data, await signer.SignAsync(Data, TestOrg.Cancellation), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        }

        Assert.False(rsa.IsDisposed);
        Assert.False(rsa.WasAskedForSecrets);
    }

    [Fact]
    public async Task An_RSA_object_that_shows_no_public_key_is_verified_with_the_certificate()
    {
        using var rsa = new DelegatingRsa(TestKeys.OtherRsa) { HidesPublicKey = true };
        using var signer = ExternalSigner.Of(rsa, Certificate());

        var error = await Assert.ThrowsAsync<SfException>(() => signer.SignAsync(Data, TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.SignatureOfOtherKey, error.Kind);
    }

    [Fact]
    public void An_RSA_object_of_another_certificate_or_too_small_is_refused_before_it_signs()
    {
        using var small = RSA.Create(1024);

        Assert.Equal(
            SfErrorKind.KeyCertificateMismatch,
            Assert.Throws<SfException>(() => ExternalSigner.Of(TestKeys.OtherRsa, Certificate())).Kind);
        Assert.Equal(SfErrorKind.KeyTooSmall, Assert.Throws<SfException>(() => ExternalSigner.Of(small)).Kind);
    }

    [Fact]
    public async Task An_RSA_object_that_cannot_sign_is_the_signers_failure()
    {
        using var rsa = RSA.Create(PublicKey);
        using var signer = ExternalSigner.Of(rsa);

        var error = await Assert.ThrowsAsync<SfException>(() => signer.SignAsync(Data, TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.SignerFailed, error.Kind);
        Assert.IsType<CryptographicException>(error.InnerException, exactMatch: false);
    }

    private static X509Certificate2 Certificate() => X509CertificateLoader.LoadCertificate(TestKeys.Certificate.RawData);

    private static byte[] Make(string mistake, byte[] digest)
    {
        switch (mistake)
        {
            case "digest of the digest":
                return Sign(SHA256.HashData(digest));
            case "PSS":
                return TestKeys.Rsa.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
            case "PSS of the digest's digest":
                return TestKeys.Rsa.SignHash(SHA256.HashData(digest), HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
            case "PSS without salt":
                return Raw(PssWithoutSalt(digest));
            case "OCTET STRING":
                return Der(w => w.WriteOctetString(Sign(digest)));
            case "BIT STRING":
                return Der(w => w.WriteBitString(Sign(digest)));
            case "SEQUENCE":
                return Der(w =>
                {
                    using (w.PushSequence())
                    {
                        w.WriteOctetString(Sign(digest));
                    }
                });
            case "elliptic curve":
                using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
                {
                    return key.SignHash(digest, DSASignatureFormat.Rfc3279DerSequence);
                }

            case "another key":
                return TestKeys.OtherRsa.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            case "a longer key":
                using (var key = RSA.Create(3072))
                {
                    return key.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                }

            case "no algorithm":
                return Raw(Pkcs1(digest));
            case "SHA-512":
                return TestKeys.Rsa.SignData(Data, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
            case "other data":
                return Sign(SHA256.HashData("other"u8));
            case "text":
                return Raw(Pkcs1("header.claims"u8.ToArray()));
            case "the digest":
                return digest;
            default:
                return [];
        }
    }

    private static byte[] Sign(byte[] digest) => TestKeys.Rsa.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static byte[] Der(Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }

    private static byte[] Pkcs1(byte[] content) =>
        [0, 1, .. Enumerable.Repeat((byte)0xFF, 256 - 3 - content.Length), 0, .. content];

    /// <summary>RFC 8017 section 9.1.1 with an empty salt, which .NET cannot make.</summary>
    private static byte[] PssWithoutSalt(byte[] digest)
    {
        var hash = SHA256.HashData([.. new byte[8], .. digest]);
        byte[] block = [.. new byte[256 - 32 - 2], 1];
        for (var i = 0; i < block.Length; i++)
        {
            block[i] ^= SHA256.HashData([.. hash, 0, 0, 0, (byte)(i / 32)])[i % 32];
        }

        block[0] &= 0x7F;
        return [.. block, .. hash, 0xBC];
    }

    /// <summary>Applies the private key to an encoded message, whatever it is.</summary>
    private static byte[] Raw(byte[] message)
    {
        var key = TestKeys.Rsa.ExportParameters(includePrivateParameters: true);
        var signature = BigInteger.ModPow(Number(message), Number(key.D!), Number(key.Modulus!)).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[256 - signature.Length], .. signature];

        static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
    }

    /// <summary>An RSA object like those of key vaults: it signs through something else, and gives nothing private.</summary>
    private sealed class DelegatingRsa(RSA inner) : RSA
    {
        public bool HidesPublicKey { get; init; }

        public bool IsDisposed { get; private set; }

        public bool WasAskedForSecrets { get; private set; }

        public override RSAParameters ExportParameters(bool includePrivateParameters)
        {
            WasAskedForSecrets |= includePrivateParameters;
            return HidesPublicKey || includePrivateParameters
                ? throw new CryptographicException("The key cannot be exported.")
                : inner.ExportParameters(false);
        }

        public override void ImportParameters(RSAParameters parameters) => throw new NotSupportedException();

        public override byte[] SignHash(byte[] hash, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding) =>
            inner.SignHash(hash, hashAlgorithm, padding);

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
