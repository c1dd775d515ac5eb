using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SalesforceJwt.Core.OAuth.Jwt;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.OAuth;

public sealed class JwtAssertionTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_999);

    private readonly JwtAssertion _assertion = new("3MVG9.key", "ci@example.com", "https://login.salesforce.com");

    [Fact]
    public async Task The_header_says_RS256()
    {
        var header = await PartAsync(0);

        Assert.Equal("RS256", header.GetProperty("alg").GetString());
        Assert.Equal("JWT", header.GetProperty("typ").GetString());
    }

    [Fact]
    public async Task The_claims_are_those_that_Salesforce_documents_and_no_others()
    {
        var claims = await PartAsync(1);

        Assert.Equal(["aud", "exp", "iss", "jti", "sub"], claims.EnumerateObject().Select(c => c.Name).Order(StringComparer.Ordinal));
        Assert.Equal("3MVG9.key", claims.GetProperty("iss").GetString());
        Assert.Equal("ci@example.com", claims.GetProperty("sub").GetString());
        Assert.Equal("https://login.salesforce.com", claims.GetProperty("aud").GetString());
    }

    [Fact]
    public async Task It_expires_180_whole_seconds_from_now() => Assert.Equal("1800000180", (await PartAsync(1)).GetProperty("exp").GetRawText());

    [Fact]
    public async Task Each_assertion_has_its_own_id()
    {
        var parts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PartAsync(1)));
        var ids = parts.Select(part => part.GetProperty("jti").GetString()!).ToList();

        Assert.Equal(20, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(id.Length >= 16));
    }

    [Fact]
    public async Task The_signature_matches_the_public_key_and_covers_header_and_claims()
    {
        var token = await SignAsync();
        var signature = Base64Url.DecodeFromChars(token[2]);

        Assert.True(Verifies($"{token[0]}.{token[1]}"));
        Assert.False(Verifies($"{token[0]}.{token[1]}x"));

        bool Verifies(string signed) =>
            TestKeys.Rsa.VerifyData(Encoding.ASCII.GetBytes(signed), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    [Fact]
    public async Task Names_outside_ASCII_arrive_unchanged()
    {
        using var key = TestKeys.Read();
        var token = await new JwtAssertion("key", "jürgen+ci@example.com", "https://x").SignAsync(key, Now, TestOrg.Cancellation);

        Assert.Equal("jürgen+ci@example.com", Decode(token.Split('.')[1]).GetProperty("sub").GetString());
    }

    [Fact]
    public async Task It_is_written_in_base64url_without_padding() => Assert.All(await SignAsync(), part => Assert.Matches("^[A-Za-z0-9_-]+$", part));

    private static JsonElement Decode(string part) => JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(part));

    private async Task<string[]> SignAsync()
    {
        using var key = TestKeys.Read();
        return (await _assertion.SignAsync(key, Now, TestOrg.Cancellation)).Split('.');
    }

    private async Task<JsonElement> PartAsync(int index) => Decode((await SignAsync())[index]);
}
