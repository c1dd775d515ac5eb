using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Tests;

public sealed partial class SignInTests
{
    [Fact]
    public async Task A_valid_assertion_gets_a_token_in_salesforces_format()
    {
        await using var org = await TestOrg.StartAsync();
        var body = await org.RequestTokenAsync();
        Assert.Matches(AccessToken(), body.GetProperty("access_token").GetString());
        Assert.Equal(org.Server.HttpUrl.ToString().TrimEnd('/'), body.GetProperty("instance_url").GetString());
        Assert.Matches(IdentityUrl(), body.GetProperty("id").GetString());
        Assert.Equal("Bearer", body.GetProperty("token_type").GetString());
        Assert.Equal("web api", body.GetProperty("scope").GetString());
        Assert.False(body.TryGetProperty("refresh_token", out _));
        Assert.False(body.TryGetProperty("expires_in", out _));
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}")]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}")]
    [InlineData("https://127.0.0.1:{1}")]
    [InlineData("https://localhost:{1}/")]
    [InlineData("https://added.example.com/")]
    public async Task The_servers_own_urls_and_added_ones_are_audiences(string audience)
    {
        await using var org = await TestOrg.StartAsync();
        org.Org.Options.AcceptedAudiences.Add("https://added.example.com");
        var claims = org.Claims();
        claims["aud"] = string.Format(CultureInfo.InvariantCulture, audience, org.Server.HttpUrl.Port, org.Server.HttpsUrl.Port);
        using var response = await org.PostAssertionAsync(TestOrg.Sign(claims));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Exp_may_be_milliseconds()
    {
        await using var org = await TestOrg.StartAsync();
        var claims = org.Claims();
        claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeMilliseconds();
        using var response = await org.PostAssertionAsync(TestOrg.Sign(claims));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Prn_overrides_sub()
    {
        await using var org = await TestOrg.StartAsync();
        var claims = org.Claims();
        claims["prn"] = TestOrg.Username;
        claims["sub"] = "nobody@example.com";
        using var response = await org.PostAssertionAsync(TestOrg.Sign(claims));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_replaced_certificate_takes_effect_immediately()
    {
        using var renewed = RSA.Create(2048);
        await using var org = await TestOrg.StartAsync();
        org.Org.Apps.Register(TestOrg.ClientId, TestKeys.CertificateOf(renewed));
        using var response = await org.PostAssertionAsync(TestOrg.Sign(org.Claims(), renewed));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_response_must_not_be_cached_and_has_the_orgs_date()
    {
        await using var org = await TestOrg.StartAsync();
        org.Org.Options.ClockOffset = TimeSpan.FromHours(-3);
        org.Org.Options.MaxAssertionLifetime = TimeSpan.FromHours(4);
        using var response = await org.PostAssertionAsync(TestOrg.Sign(org.Claims()));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal(-3, (response.Headers.Date!.Value - DateTimeOffset.UtcNow).TotalHours, tolerance: 0.01);
    }

    [Fact]
    public async Task The_instance_url_can_be_another_host()
    {
        await using var org = await TestOrg.StartAsync();
        org.Org.Options.InstanceUrl = "https://elsewhere.example.com";
        Assert.Equal("https://elsewhere.example.com", (await org.RequestTokenAsync()).GetProperty("instance_url").GetString());
    }

    [Fact]
    public async Task A_token_ends_by_revocation_expiry_timeout_or_deactivation()
    {
        await using var org = await TestOrg.StartAsync();
        var ends = new Action<string>[]
        {
            org.Org.ExpireToken,
            _ => org.Org.ExpireAllTokens(),
            _ => org.Org.Options.ClockOffset = TimeSpan.FromHours(3),
            _ => org.Org.Users.Add(TestOrg.Username, active: false),
        };
        foreach (var end in ends)
        {
            org.Org.Options.ClockOffset = TimeSpan.Zero;
            var token = await org.GetAccessTokenAsync();
            Assert.Equal(HttpStatusCode.OK, await CallAsync(org, token));
            end(token);
            Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(org, token));
        }
    }

    [Fact]
    public async Task Revoking_ends_a_token_and_an_unknown_one_is_an_error()
    {
        await using var org = await TestOrg.StartAsync();
        var token = await org.GetAccessTokenAsync();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = token });
        using var first = await org.Client.PostAsync("services/oauth2/revoke", form, TestOrg.Cancellation);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(org, token));
        using var second = await org.Client.GetAsync($"services/oauth2/revoke?token={token}", TestOrg.Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
    }

    [Fact]
    public async Task The_identity_url_and_userinfo_describe_the_user()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var identity = await org.GetAsync((await org.RequestTokenAsync()).GetProperty("id").GetString()!);
        Assert.Equal(TestOrg.Username, identity.GetProperty("username").GetString());
        var info = await org.GetAsync("services/oauth2/userinfo");
        Assert.Equal(org.Org.Id, info.GetProperty("organization_id").GetString());
        Assert.Equal(TestOrg.Username, info.GetProperty("preferred_username").GetString());

        org.Client.DefaultRequestHeaders.Authorization = null;
        using var rejected = await org.Client.GetAsync("services/oauth2/userinfo", TestOrg.Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, rejected.StatusCode);
        Assert.Equal("Missing_OAuth_Token", await rejected.Content.ReadAsStringAsync(TestOrg.Cancellation));
    }

    [Theory]
    [InlineData("001D000000IqhSL", "001D000000IqhSLIAZ")]
    [InlineData("005000000000001", "005000000000001AAA")]
    public void Ids_have_salesforces_suffix(string id, string whole)
    {
        Assert.True(SalesforceId.IsValid(id));
        Assert.True(SalesforceId.IsValid(whole));
        Assert.False(SalesforceId.IsValid(id + "AAB"));
        Assert.False(SalesforceId.IsValid(id[..14]));
    }

    private static async Task<HttpStatusCode> CallAsync(TestOrg org, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{TestOrg.Data}/limits");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await org.Client.SendAsync(request, TestOrg.Cancellation);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            var errors = await response.Content.ReadFromJsonAsync<JsonElement>(TestOrg.Cancellation);
            Assert.Equal("INVALID_SESSION_ID", errors[0].GetProperty("errorCode").GetString());
        }

        return response.StatusCode;
    }

    [GeneratedRegex("^00D[A-Za-z0-9]{12}!AQ[A-Za-z0-9._]{94}$")]
    private static partial Regex AccessToken();

    [GeneratedRegex("^http://127.0.0.1:[0-9]+/id/00D[A-Za-z0-9]{15}/005[A-Za-z0-9]{15}$")]
    private static partial Regex IdentityUrl();
}
