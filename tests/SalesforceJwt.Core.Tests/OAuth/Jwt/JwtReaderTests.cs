using System.Text;
using SalesforceJwt.Core.OAuth.Jwt;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.OAuth.Jwt;

public sealed class JwtReaderTests
{
    private static readonly Dictionary<string, Func<string, string>> Forms = new()
    {
        ["as it is"] = token => token,
        ["after Bearer"] = token => "Bearer " + token,
        ["after bearer, in quotes"] = token => $"\"bearer {token}\"",
        ["white space around"] = token => $"\r\n  {token}\t\n",
        ["in lines"] = token => string.Join("\r\n", token.Chunk(64).Select(c => new string(c))),
        ["with a byte order mark"] = token => "\uFEFF" + token,
    };

    private static readonly Dictionary<string, (string Token, string Word)> Wrong = new()
    {
        ["nothing"] = ("", "empty"),
        ["white space"] = (" \n", "empty"),
        ["Bearer alone"] = ("Bearer ", "dots"),
        ["an opaque access token"] = ("00D5e000000ABCD!AQ4AQFsecretSecretSecretSecret.partSecretSecretSecret_x", "opaque Salesforce access token"),
        ["an opaque access token with two dots"] = ("00D5e000000ABCD!AQ4AQFsecretSecretSecretSecret.partSecret.SecretSecret_x", "opaque Salesforce access token"),
        ["a JWE"] = ($"{TestTokens.Part("""{"alg":"RSA-OAEP","enc":"A256GCM"}""")}.secretSecretSecretSecret.iv.cipherSecretSecret.tag", "encrypted token (JWE"),
        ["two parts"] = ("secretSecretSecretSecret.secretSecretSecretSecret", "Canvas signed request"),
        ["one part"] = ("secretSecretSecretSecretSecret", "no dots"),
        ["four parts"] = ("secretSecretSecretSecret.b.c.d", "4 parts"),
        ["six parts"] = ("secretSecretSecretSecret.b.c.d.e.f", "6 parts"),
        ["no header"] = (".secretSecretSecretSecret.x", "empty header"),
        ["no claims"] = ("secretSecretSecretSecret..x", "empty header or no claims"),
        ["a header that is not base64"] = ("*secretSecretSecretSecret.e30.x", "header is not base64url"),
        ["claims of an impossible length"] = ("e30.secretSecretSecretSecretS.eA", "claims is not base64url"),
        ["a signature that is not base64"] = ("e30.e30.*secretSecretSecretSecret", "signature is not base64url"),
        ["a header that is not JSON"] = ("c2VjcmV0U2VjcmV0U2VjcmV0.e30.eA", "header is not JSON"),
        ["claims that are not JSON"] = ($"e30.{TestTokens.Part("""{"secret":"secretSecretSecret",""")}.eA", "claims is not JSON"),
        ["claims that are no object"] = ($"e30.{TestTokens.Part("""["secretSecretSecretSecret"]""")}.eA", "claims is not a JSON object"),
        ["claims that are a number"] = ("e30.MTIz.eA", "claims is not a JSON object"),
    };

    public static TheoryData<string> AllForms => [.. Forms.Keys];

    public static TheoryData<string> AllWrong => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(AllForms))]
    public void A_token_is_read_in_every_form_in_which_it_can_be_copied(string form)
    {
        var token = JwtReader.Read(Forms[form](TestTokens.Make()));

        Assert.Equal(("RS256", "JWT", null), (token.Algorithm, token.Type, token.KeyId));
        Assert.Equal(("3MVG9.key", "ci@example.com", "one"), (token.Issuer, token.Subject, token.Id));
        Assert.Equal(["https://login.salesforce.com"], token.Audience);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_800_000_180), token.ExpiresAt);
        Assert.False(token.IsExpiryInMilliseconds);
        Assert.Null(token.IssuedAt);
        Assert.Null(token.NotBefore);
        Assert.Equal(TestTokens.Claims, Encoding.UTF8.GetString(token.Claims.Span));
    }

    [Fact]
    public void Salesforces_own_access_tokens_are_read()
    {
        var token = JwtReader.Read(TestTokens.Make(
            """{"tnk":"core/prod/00D","ver":"1.0","kid":"CORE_AT.1","tty":"sfdc-core-token","typ":"JWT","alg":"RS256"}""",
            """{"scp":"api refresh_token","aud":["https://a.my.salesforce.com","https://b"],"sub":"uid:005","nbf":1700000000,"mty":"oauth","iss":"https://a","exp":1700001800.5,"iat":1700000001}"""));

        Assert.Equal("CORE_AT.1", token.KeyId);
        Assert.Equal(["https://a.my.salesforce.com", "https://b"], token.Audience);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), token.NotBefore);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_001), token.IssuedAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_700_001_800_500), token.ExpiresAt);
    }

    [Fact]
    public void An_expiry_in_milliseconds_is_recognized_and_reported()
    {
        var token = JwtReader.Read(TestTokens.Make(claims: """{"exp":1800000180123,"prn":"ci@example.com"}"""));

        Assert.True(token.IsExpiryInMilliseconds);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_180_123), token.ExpiresAt);
        Assert.Equal("ci@example.com", token.Subject);
    }

    [Theory]
    [InlineData("""{"exp":"tomorrow","iss":5,"aud":7,"sub":null,"iat":1e300,"nbf":-1e300}""")]
    [InlineData("""{}""")]
    public void Claims_of_an_unexpected_type_are_ignored(string claims)
    {
        var token = JwtReader.Read(TestTokens.Make(claims: claims));

        Assert.Null(token.ExpiresAt);
        Assert.Null(token.IssuedAt);
        Assert.Null(token.NotBefore);
        Assert.Null(token.Issuer);
        Assert.Null(token.Subject);
        Assert.Empty(token.Audience);
    }

    [Fact]
    public void A_token_without_signature_is_read() => Assert.Equal("none", JwtReader.Read(TestTokens.Make("""{"alg":"none"}""", sign: _ => [])).Algorithm);

    [Theory]
    [MemberData(nameof(AllWrong))]
    public void Text_that_is_not_a_JWT_is_described_and_not_quoted(string name)
    {
        var (text, word) = Wrong[name];

        var error = Assert.Throws<SfException>(() => JwtReader.Read(text));

        Assert.Equal(SfErrorKind.JwtInvalid, error.Kind);
        Assert.Contains(word, error.Message + error.Remedy, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy!);
        TestKeys.AssertHidesKey(text.Replace('.', '\n'), error);
    }
}
