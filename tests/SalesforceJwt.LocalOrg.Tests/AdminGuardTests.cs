using System.Net.Http.Headers;
using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>The protection of the administration API, and the accepted hosts.</summary>
public sealed class AdminGuardTests
{
    private const string Requests = "_localorg/requests";
    private const string State = "_localorg/state";
    private const string Expire = "_localorg/tokens/expire";

    [Theory]
    [InlineData("GET", Requests)]
    [InlineData("DELETE", Requests)]
    [InlineData("POST", Expire)]
    [InlineData("HEAD", State)]
    [InlineData("GET", "_localorg/nothing")]
    [InlineData("GET", "_LocalOrg/requests")]
    [InlineData("GET", "/_localorg/requests")]
    [InlineData("GET", "%5Flocalorg/requests")]
    public async Task It_requires_the_key(string method, string path)
    {
        await using var org = await TestOrg.StartAsync();
        var values = new[]
        {
            null, "Bearer", "Bearer wrong", $"Bearer {org.Server.AdminKey}x", $"Basic {org.Server.AdminKey}",
            $"Bearer {await org.GetAccessTokenAsync()}",
        };
        foreach (var given in values)
        {
            Assert.Equal(401, await SendAsync(org, method, path, ("Authorization", given)));
        }

        Assert.NotEqual(401, await SendAsync(org, method, path, Key(org)));
        await using var another = await TestOrg.StartAsync();
        Assert.Equal(401, await SendAsync(org, method, path, Key(another)));
    }

    [Fact]
    public async Task State_can_be_read_without_the_key_and_holds_no_secret()
    {
        await using var org = await OAuthOrg.StartAsync();
        var token = (await org.SignInAsync()).GetProperty("access_token").GetString()!;
        org.User.Password = "PASSWORD-1";
        var state = await org.Inner.Client.GetStringAsync(State, TestOrg.Cancellation);
        Assert.All(
            [OAuthOrg.Secret, "PASSWORD-1", token, org.Inner.Server.AdminKey],
            secret => Assert.DoesNotContain(secret, state, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Origin", "http://localhost:3000")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_web_page_is_rejected_even_with_the_key(string header, string value)
    {
        await using var org = await TestOrg.StartAsync();
        foreach (var (method, path) in new[] { ("GET", State), ("GET", Requests), ("POST", Expire), ("OPTIONS", Expire) })
        {
            Assert.Equal(403, await SendAsync(org, method, path, Key(org), (header, value)));
        }
    }

    [Fact]
    public async Task The_servers_own_origin_and_a_url_typed_in_a_browser_are_accepted()
    {
        await using var org = await TestOrg.StartAsync();
        Assert.Equal(200, await SendAsync(
            org, "GET", Requests, Key(org), ("Origin", org.Server.HttpUrl.ToString().TrimEnd('/')), ("Sec-Fetch-Site", "same-origin")));
        Assert.Equal(200, await SendAsync(org, "GET", State, ("Sec-Fetch-Site", "none")));
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData(null, 415)]
    [InlineData("application/json", 204)]
    [InlineData("application/json; charset=utf-8", 204)]
    public async Task A_body_needs_a_json_content_type(string? type, int status)
    {
        await using var org = await TestOrg.StartAsync();
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { consumerKey = "new" }));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        using var request = new HttpRequestMessage(HttpMethod.Post, "_localorg/apps") { Content = content };
        request.Headers.Authorization = new("Bearer", org.Server.AdminKey);
        using var response = await org.Client.SendAsync(request, TestOrg.Cancellation);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 204, org.Org.Apps.Find("new") is not null);
    }

    [Fact]
    public async Task A_subrequest_cannot_reach_the_administration_api()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var body = new { compositeRequest = new[] { new { method = "GET", url = "/_localorg/requests", referenceId = "r" } } };
        var (_, answer) = await org.SendAsync(HttpMethod.Post, $"{TestOrg.Data}/composite", body);
        Assert.DoesNotContain("startedAt", answer.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("10.0.0.1")]
    [InlineData("login.salesforce.com")]
    public async Task Other_hosts_are_rejected(string host)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        foreach (var path in new[] { State, Requests, "services/data", "login", $"{TestOrg.Data}/limits" })
        {
            Assert.Equal(421, await SendAsync(org, "GET", path, Key(org), ("Host", $"{host}:{org.Server.HttpUrl.Port}")));
        }

        org.Org.Options.LoginHosts.Add(host.ToUpperInvariant());
        Assert.Equal(200, await SendAsync(org, "GET", "services/data", ("Host", host)));
        org.Org.Options.LoginHosts.Clear();
        org.Org.Options.InstanceUrl = $"https://{host}/path";
        Assert.Equal(200, await SendAsync(org, "GET", "services/data", ("Host", host)));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:8080")]
    [InlineData("acme.my.localhost")]
    [InlineData("127.0.0.2")]
    [InlineData("[::1]:1")]
    public async Task Every_name_of_this_machine_is_accepted(string host)
    {
        await using var org = await TestOrg.StartAsync();
        Assert.Equal(200, await SendAsync(org, "GET", State, ("Host", host)));
    }

    private static (string Name, string? Value) Key(TestOrg org) => ("Authorization", $"Bearer {org.Server.AdminKey}");

    private static async Task<int> SendAsync(TestOrg org, string method, string path, params (string Name, string? Value)[] headers)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{org.Server.HttpUrl}{path}");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request, TestOrg.Cancellation);
        return (int)response.StatusCode;
    }
}
