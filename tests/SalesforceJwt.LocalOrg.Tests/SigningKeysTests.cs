using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>The keys that the org publishes, and the tokens that it signs with them.</summary>
public sealed class SigningKeysTests
{
    [Fact]
    public async Task The_configuration_names_the_keys_on_the_host_of_the_request()
    {
        await using var org = await TestOrg.StartAsync();

        var configuration = await GetAsync(org, "/.well-known/openid-configuration");

        var host = org.Server.HttpUrl.GetLeftPart(UriPartial.Authority);
        Assert.Equal(host, configuration.GetProperty("issuer").GetString());
        Assert.Equal(host + "/id/keys", configuration.GetProperty("jwks_uri").GetString());
        Assert.Equal(host + TestOrg.TokenPath, configuration.GetProperty("token_endpoint").GetString());
    }

    [Fact]
    public async Task A_JWT_access_token_is_signed_with_a_published_key_and_has_Salesforces_claims()
    {
        await using var org = await TestOrg.StartAsync();
        org.Org.Apps.Find(TestOrg.ClientId)!.IssuesJwtTokens = true;

        var token = await org.GetAccessTokenAsync();

        var (header, claims) = await VerifyAsync(org, token);
        Assert.Equal("sfdc-core-token", header.GetProperty("tty").GetString());
        var host = org.Server.HttpUrl.GetLeftPart(UriPartial.Authority);
        Assert.Equal(host, claims.GetProperty("iss").GetString());
        Assert.Equal(host, claims.GetProperty("aud")[0].GetString());
        Assert.StartsWith("uid:005", claims.GetProperty("sub").GetString(), StringComparison.Ordinal);
        Assert.Equal(TestOrg.ClientId, claims.GetProperty("client_id").GetString());
        Assert.NotEqual(token, await org.GetAccessTokenAsync());
    }

    [Theory]
    [InlineData("api openid", true)]
    [InlineData("api", false)]
    public async Task The_scope_openid_gives_an_id_token(string scope, bool given)
    {
        await using var org = await TestOrg.StartAsync();
        var app = org.Org.Apps.Find(TestOrg.ClientId)!;
        app.Scope = scope;
        app.ConsumerSecret = "secret";
        app.Flows |= OAuthFlows.ClientCredentials;
        app.RunAsUsername = TestOrg.Username;

        var answer = await PostAsync(org, new()
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = TestOrg.ClientId,
            ["client_secret"] = "secret",
        });

        Assert.Equal(given, answer.TryGetProperty("id_token", out var token));
        if (given)
        {
            var (_, claims) = await VerifyAsync(org, token.GetString()!);
            Assert.Equal(TestOrg.ClientId, claims.GetProperty("aud").GetString());
            Assert.Equal(answer.GetProperty("id").GetString(), claims.GetProperty("sub").GetString());
            Assert.Equal(120, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
            var hash = SHA256.HashData(Encoding.ASCII.GetBytes(answer.GetProperty("access_token").GetString()!));
            Assert.Equal(Base64Url.EncodeToString(hash.AsSpan(0, 16)), claims.GetProperty("at_hash").GetString());
        }
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task A_rotation_signs_with_a_new_key_and_keeps_the_old_one_or_not(bool keepOld, int count)
    {
        await using var org = await TestOrg.StartAsync();
        var before = (await GetAsync(org, "/id/keys")).GetProperty("keys")[0].GetProperty("kid").GetString();

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/_localorg/keys/rotate", UriKind.Relative))
        {
            Content = JsonContent.Create(new { keepOld }),
        };
        request.Headers.Authorization = new("Bearer", org.Server.AdminKey);
        (await org.Client.SendAsync(request, TestOrg.Cancellation)).EnsureSuccessStatusCode();

        var keys = (await GetAsync(org, "/id/keys")).GetProperty("keys").EnumerateArray().Select(k => k.GetProperty("kid").GetString()).ToList();
        Assert.Equal(count, keys.Count);
        Assert.Equal(keepOld, keys.Contains(before));
        Assert.NotEqual(before, keys[^1]);
        Assert.All((await GetAsync(org, "/id/keys")).GetProperty("keys").EnumerateArray(), key => Assert.False(key.TryGetProperty("d", out _)));
    }

    private static async Task<JsonElement> GetAsync(TestOrg org, string path) =>
        await org.Client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), TestOrg.Cancellation);

    private static async Task<JsonElement> PostAsync(TestOrg org, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var response = await org.Client.PostAsync(new Uri(TestOrg.TokenPath, UriKind.Relative), content, TestOrg.Cancellation);
        return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(TestOrg.Cancellation);
    }

    private static async Task<(JsonElement Header, JsonElement Claims)> VerifyAsync(TestOrg org, string token)
    {
        var parts = token.Split('.');
        var header = JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(parts[0]));
        var key = (await GetAsync(org, "/id/keys")).GetProperty("keys").EnumerateArray()
            .Single(k => k.GetProperty("kid").GetString() == header.GetProperty("kid").GetString());
        using var rsa = RSA.Create(new RSAParameters
        {
            Modulus = Base64Url.DecodeFromChars(key.GetProperty("n").GetString()),
            Exponent = Base64Url.DecodeFromChars(key.GetProperty("e").GetString()),
        });
        Assert.True(rsa.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        return (header, JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(parts[1])));
    }
}
