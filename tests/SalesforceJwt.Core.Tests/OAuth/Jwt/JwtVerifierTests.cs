using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.OAuth.Jwt;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.OAuth.Jwt;

public sealed class JwtVerifierTests
{
    private static readonly Dictionary<string, (string Token, string Reason)> Forged = new()
    {
        ["signed by another key"] = (TestTokens.Make(sign: d => TestKeys.OtherRsa.SignData(d, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)), "another key"),
        ["claims changed"] = (WithPart(1, TestTokens.Part(TestTokens.Claims.Replace("ci@", "admin@", StringComparison.Ordinal))), "signature is wrong"),
        ["header changed"] = (WithPart(0, TestTokens.Part("""{"alg":"RS256","typ":"JWT","kid":"x"}""")), "signature is wrong"),
        ["signature cut off"] = (WithPart(2, TestTokens.Make().Split('.')[2][..100]), "signature is wrong"),
        ["signature empty"] = (WithPart(2, string.Empty), "signature is wrong"),
        ["alg none"] = (TestTokens.Make("""{"alg":"none"}""", sign: _ => []), "not signed"),
        ["alg NoNe with a signature"] = (TestTokens.Make("""{"alg":"NoNe"}"""), "not signed"),
        ["the certificate as an HMAC secret"] = (
            TestTokens.Make("""{"alg":"HS256","typ":"JWT"}""", sign: d => HMACSHA256.HashData(TestKeys.Ascii(TestKeys.Certificate.ExportCertificatePem()), d)), "HMAC"),
        ["the public key as an HMAC secret"] = (TestTokens.Make("""{"alg":"HS256"}""", sign: d => HMACSHA256.HashData(TestKeys.Rsa.ExportSubjectPublicKeyInfo(), d)), "HMAC"),
        ["RS256 signature under RS512"] = (TestTokens.Make("""{"alg":"RS512"}"""), "signature is wrong"),
        ["alg of elliptic curves"] = (TestTokens.Make("""{"alg":"ES256"}"""), "an RSA key"),
        ["no alg"] = (TestTokens.Make("""{"typ":"JWT"}"""), "no algorithm"),
        ["alg that is no text"] = (TestTokens.Make("""{"alg":["RS256"]}"""), "no algorithm"),
        ["alg in lower case"] = (TestTokens.Make("""{"alg":"rs256"}"""), "an RSA key"),
        ["critical extension"] = (TestTokens.Make("""{"alg":"RS256","crit":["b64"],"b64":false}"""), "crit"),
    };

    public static TheoryData<string> AllForged => [.. Forged.Keys];

    [Fact]
    public void A_valid_token_is_verified_by_the_certificate_and_by_the_key()
    {
        var token = JwtReader.Read(TestTokens.Make());
        using var byCertificate = JwtVerifier.Of(TestKeys.Certificate);
        using var key = TestKeys.Read();
        using var byKey = JwtVerifier.Of(key);

        Assert.Equal(new JwtSignature(JwtSignatureStatus.Verified, null, TestKeys.Certificate.Thumbprint), byCertificate.Verify(token));
        Assert.Equal(new JwtSignature(JwtSignatureStatus.Verified, null, null), byKey.Verify(token));
    }

    [Fact]
    public async Task An_assertion_of_this_library_is_verified()
    {
        using var key = TestKeys.Read();
        using var verifier = JwtVerifier.Of(TestKeys.Certificate);

        var token = JwtReader.Read(
            await new JwtAssertion("key", "user@example.com", "https://x").SignAsync(key, DateTimeOffset.UtcNow, TestOrg.Cancellation));

        Assert.Equal(JwtSignatureStatus.Verified, verifier.Verify(token).Status);
    }

    [Theory]
    [InlineData("RS384")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("PS384")]
    [InlineData("PS512")]
    public void Other_algorithms_of_RSA_keys_are_verified(string algorithm)
    {
        var padding = algorithm.StartsWith('P') ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        using var verifier = JwtVerifier.Of(TestKeys.Certificate);

        var token = JwtReader.Read(TestTokens.Make($$"""{"alg":"{{algorithm}}"}""", sign: d => TestKeys.Rsa.SignData(d, new HashAlgorithmName("SHA" + algorithm[2..]), padding)));

        Assert.Equal(JwtSignatureStatus.Verified, verifier.Verify(token).Status);
    }

    [Fact]
    public void Keys_of_elliptic_curves_verify_their_own_algorithms_only()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=ec", ec, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        using var verifier = JwtVerifier.Of(certificate);

        var honest = JwtReader.Read(TestTokens.Make("""{"alg":"ES256"}""", sign: d => ec.SignData(d, HashAlgorithmName.SHA256)));
        Assert.Equal(JwtSignatureStatus.Verified, verifier.Verify(honest).Status);
        Assert.Equal(JwtSignatureStatus.Invalid, verifier.Verify(JwtReader.Read(TestTokens.Make())).Status);
    }

    [Theory]
    [MemberData(nameof(AllForged))]
    public void A_forged_token_is_invalid_with_a_reason(string name)
    {
        var (text, word) = Forged[name];
        using var verifier = JwtVerifier.Of(TestKeys.Certificate);

        var signature = verifier.Verify(JwtReader.Read(text));

        Assert.Equal((JwtSignatureStatus.Invalid, null), (signature.Status, signature.VerifiedBy));
        Assert.Contains(word, signature.Reason, StringComparison.Ordinal);
    }

    private static string WithPart(int index, string part)
    {
        var parts = TestTokens.Make().Split('.');
        parts[index] = part;
        return string.Join('.', parts);
    }
}
