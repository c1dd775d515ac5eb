using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SalesforceJwt.Core.OAuth.Jwt;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.OAuth.Jwt;

/// <summary>What a token must say, beside a good signature.</summary>
public sealed class JwtExpectationTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [Theory]
    [InlineData("""{"iss":"a","aud":"b","exp":1800000100}""", JwtCheckStatus.Valid, JwtCheckStatus.Valid, JwtCheckStatus.Valid)]
    [InlineData("""{"iss":"a","aud":["x","b"],"exp":1800000100}""", JwtCheckStatus.Valid, JwtCheckStatus.Valid, JwtCheckStatus.Valid)]
    [InlineData("""{"iss":"A","aud":"B","exp":1800000100}""", JwtCheckStatus.Invalid, JwtCheckStatus.Invalid, JwtCheckStatus.Valid)]
    [InlineData("""{"exp":1800000100}""", JwtCheckStatus.Invalid, JwtCheckStatus.Invalid, JwtCheckStatus.Valid)]
    [InlineData("""{"iss":"a","aud":"b"}""", JwtCheckStatus.Valid, JwtCheckStatus.Valid, JwtCheckStatus.Invalid)]
    [InlineData("""{"iss":"a","aud":"b","exp":1799999970}""", JwtCheckStatus.Valid, JwtCheckStatus.Valid, JwtCheckStatus.Valid)]
    [InlineData("""{"iss":"a","aud":"b","exp":1799999940}""", JwtCheckStatus.Valid, JwtCheckStatus.Valid, JwtCheckStatus.Invalid)]
    [InlineData("""{"iss":"a","aud":"b","exp":1800000200,"nbf":1800000030}""", JwtCheckStatus.Valid, JwtCheckStatus.Valid, JwtCheckStatus.Valid)]
    [InlineData("""{"iss":"a","aud":"b","exp":1800000200,"nbf":1800000090}""", JwtCheckStatus.Valid, JwtCheckStatus.Valid, JwtCheckStatus.Invalid)]
    [InlineData("""{"iss":"a","aud":"b","exp":1800000200,"iat":1800000090}""", JwtCheckStatus.Valid, JwtCheckStatus.Valid, JwtCheckStatus.Invalid)]
    [InlineData("""{"iss":"a","aud":"b","exp":253402300799000}""", JwtCheckStatus.Valid, JwtCheckStatus.Valid, JwtCheckStatus.Valid)]
    [InlineData("""{"iss":"a","aud":"b","exp":1800000100,"nbf":-62135596800,"iat":-62135596800}""", JwtCheckStatus.Valid, JwtCheckStatus.Valid, JwtCheckStatus.Valid)]
    [InlineData("""{"iss":"a","aud":"b","exp":-62135596800}""", JwtCheckStatus.Valid, JwtCheckStatus.Valid, JwtCheckStatus.Invalid)]
    [InlineData("""{"iss":"a","aud":"b","exp":1800000100,"nbf":253402300799000}""", JwtCheckStatus.Valid, JwtCheckStatus.Valid, JwtCheckStatus.Invalid)]
    internal void Issuer_audience_and_time_are_compared(string claims, JwtCheckStatus issuer, JwtCheckStatus audience, JwtCheckStatus time)
    {
        var check = new JwtExpectation { Issuers = ["a"], Audiences = ["b", "c"] }.Check(Token(claims), Now);

        Assert.Equal((issuer, audience, time), (check.Issuer, check.Audience, check.Time));
        JwtCheckStatus[] all = [issuer, audience, time];
        Assert.Equal(all.Count(status => status == JwtCheckStatus.Invalid), check.Problems.Count);
        Assert.Equal(all.All(status => status == JwtCheckStatus.Valid), check.IsComplete);
    }

    [Fact]
    public void What_nobody_expects_is_not_checked_and_then_the_check_is_not_complete()
    {
        var check = new JwtExpectation().Check(Token("""{"iss":"a","aud":"b","exp":1800000100}"""), Now);

        Assert.Equal((JwtCheckStatus.NotChecked, JwtCheckStatus.NotChecked, JwtCheckStatus.Valid), (check.Issuer, check.Audience, check.Time));
        Assert.False(check.IsComplete);
        Assert.Empty(check.Problems);
    }

    [Theory]
    [InlineData("""{"keys":[]}""", "1")]
    [InlineData("""{"keys":[1,null,{"kty":"EC","kid":"1"},{"kty":"RSA","kid":"1"},{"kty":"RSA","kid":"1","n":"*","e":"AQAB"}]}""", "1")]
    [InlineData("""{"keys":[{"kty":"oct","kid":"1","k":"c2VjcmV0"}]}""", "1")]
    public void What_is_no_RSA_key_does_not_count(string json, string id) =>
        Assert.Null(PublicKeySet.Parse(Encoding.UTF8.GetBytes(json))!.Find(id, "RS256"));

    [Fact]
    public void The_only_key_verifies_a_token_that_names_none_and_two_of_one_id_verify_nothing()
    {
        var key = TestKeys.Rsa.ExportParameters(includePrivateParameters: false);
        object Jwk(string kid, string use = "sig") =>
            new { kty = "RSA", kid, use, n = Base64Url.EncodeToString(key.Modulus), e = Base64Url.EncodeToString(key.Exponent) };
        PublicKeySet Set(params object[] keys) => PublicKeySet.Parse(JsonSerializer.SerializeToUtf8Bytes(new { keys }))!;

        Assert.NotNull(Set(Jwk("1")).Find(null, "RS256"));
        Assert.Null(Set(Jwk("1"), Jwk("2")).Find(null, "RS256"));
        Assert.NotNull(Set(Jwk("1"), Jwk("2")).Find("2", "RS256"));
        Assert.Null(Set(Jwk("1"), Jwk("1")).Find("1", "RS256"));
        Assert.Null(Set(Jwk("1", "enc")).Find("1", "RS256"));
        Assert.Null(Set(Jwk("1")).Find("2", "RS256"));
    }

    [Fact]
    public void Keys_of_elliptic_curves_do_not_disturb_the_RSA_keys_beside_them()
    {
        var rsa = TestKeys.Rsa.ExportParameters(includePrivateParameters: false);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = ec.ExportParameters(includePrivateParameters: false).Q;
        object[] keys =
        [
            new { kty = "EC", kid = "1", crv = "P-256", x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y) },
            new { kty = "EC", kid = "2", crv = "P-256", x = Base64Url.EncodeToString(point.X), y = "AQAB" },
            new { kty = "EC", kid = "3", crv = "secp256k1", x = "AQAB", y = "AQAB" },
            new { kty = "RSA", kid = "1", n = Base64Url.EncodeToString(rsa.Modulus), e = Base64Url.EncodeToString(rsa.Exponent) },
        ];
        var set = PublicKeySet.Parse(JsonSerializer.SerializeToUtf8Bytes(new { keys }))!;

        Assert.All([set.Find("1", "RS256"), set.Find(null, "PS256")], key => Assert.Equal(rsa.Modulus, key!.Rsa!.Value.Modulus));
        Assert.All([set.Find("1", "ES256"), set.Find(null, "ES256")], key => Assert.Equal(point.X, key!.Curve!.Value.Q.X));
        Assert.All([set.Find("2", "ES256"), set.Find("3", "ES256"), set.Find("2", "RS256")], Assert.Null);
    }

    [Fact]
    public async Task A_published_key_of_an_elliptic_curve_verifies_the_algorithm_of_its_curve_alone()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = new PublishedKey("1", null, ec.ExportParameters(includePrivateParameters: false));
        Task<JwtSignature> Verify(string algorithm, PublishedKey? key) => JwtVerifier.VerifyAsync(
            JwtReader.Read(TestTokens.Make($$"""{"alg":"{{algorithm}}","kid":"1"}""", sign: d => ec.SignData(d, new HashAlgorithmName("SHA" + algorithm[2..])))),
            () => Task.FromResult((key, "https://issuer.example/keys")));

        var verified = await Verify("ES256", key);

        Assert.Equal(new JwtSignature(JwtSignatureStatus.Verified, null, "1 of https://issuer.example/keys"), verified);
        Assert.Contains("EC key of 256 bits", (await Verify("ES384", key)).Reason, StringComparison.Ordinal);
        Assert.Contains("publishes no elliptic curve key", (await Verify("ES256", null)).Reason, StringComparison.Ordinal);
        Assert.Contains("publishes no RSA key", (await Verify("RS256", null)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("<html/>")]
    public void What_is_no_key_set_is_recognized(string json) => Assert.Null(PublicKeySet.Parse(Encoding.UTF8.GetBytes(json)));

    private static JwtContent Token(string claims) => JwtReader.Read(
        $"{Base64Url.EncodeToString("""{"alg":"RS256"}"""u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.eA");
}
