using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>An org with an app that users log in to, and one user who has not approved it yet.</summary>
internal sealed class OAuthOrg : IAsyncDisposable
{
    public const string Secret = "1234567890ABCDEF";
    public const string Callback = "http://localhost:1717/OauthRedirect";
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private OAuthOrg(TestOrg org) => Inner = org;

    public TestOrg Inner { get; }

    public Org Org => Inner.Org;

    public ConnectedApp App => Org.Apps.Find(TestOrg.ClientId)!;

    public OrgUser User => Org.Users.Find(TestOrg.Username)!;

    public string Url => Inner.Server.HttpUrl.ToString().TrimEnd('/');

    /// <summary>The S256 challenge of <see cref="Verifier"/>.</summary>
    public static string Challenge => System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static async Task<OAuthOrg> StartAsync()
    {
        var org = new OAuthOrg(await TestOrg.StartAsync());
        org.Org.Apps.Unapprove(TestOrg.ClientId, TestOrg.Username);
        org.App.ConsumerSecret = Secret;
        org.App.CallbackUrls.Add(Callback);
        org.App.Flows |= OAuthFlows.Device | OAuthFlows.ClientCredentials;
        org.App.Scope = "api web refresh_token";
        org.App.RunAsUsername = TestOrg.Username;
        return org;
    }

    public Browser OpenBrowser() => new(Inner.Server.HttpUrl);

    /// <summary>The URL of the authorize page; parameters that are null are omitted.</summary>
    public string AuthorizeUrl(params (string Name, string? Value)[] parameters)
    {
        var query = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = TestOrg.ClientId,
            ["redirect_uri"] = Callback,
            ["state"] = "a b&c",
        };
        foreach (var (name, value) in parameters)
        {
            query[name] = value;
        }

        return QueryHelpers.AddQueryString($"{Url}/services/oauth2/authorize", query);
    }

    /// <summary>Goes through the pages up to the callback.</summary>
    public Task<Dictionary<string, string>> AllowAsync(params (string Name, string? Value)[] parameters) =>
        AllowAtAsync(AuthorizeUrl(parameters));

    /// <summary>Goes through the pages from a client's URL.</summary>
    public async Task<Dictionary<string, string>> AllowAtAsync(string authorizeUrl)
    {
        using var browser = OpenBrowser();
        await browser.OpenAsync(authorizeUrl);
        await browser.LogInAsync();
        if (browser.Callback is null)
        {
            await browser.PressAsync("oaapprove");
        }

        return browser.CallbackParameters;
    }

    public async Task<string> GetCodeAsync(params (string Name, string? Value)[] parameters) => (await AllowAsync(parameters))["code"];

    /// <summary>The whole web server flow.</summary>
    public async Task<JsonElement> SignInAsync(params (string Name, string? Value)[] parameters) =>
        await TokenAsync(ExchangeForm(await GetCodeAsync(parameters)));

    public static (string Name, string? Value)[] ExchangeForm(string code) =>
    [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("client_id", TestOrg.ClientId),
        ("client_secret", Secret),
        ("redirect_uri", Callback),
    ];

    public static (string Name, string? Value)[] RefreshForm(string refreshToken) =>
    [
        ("grant_type", "refresh_token"),
        ("refresh_token", refreshToken),
        ("client_id", TestOrg.ClientId),
        ("client_secret", Secret),
    ];

    /// <summary>Posts a form; of several values with the same name the last is sent, and null is omitted.</summary>
    public async Task<(int Status, JsonElement Body)> PostAsync(string path, string? basic, params (string Name, string? Value)[] form)
    {
        var fields = new Dictionary<string, string?>();
        foreach (var (name, value) in form)
        {
            fields[name] = value;
        }

        using var request = new HttpRequestMessage(
            HttpMethod.Post, path.StartsWith("http", StringComparison.Ordinal) ? path : $"{Url}/services/oauth2/{path}")
        {
            Content = new FormUrlEncodedContent(fields.Where(field => field.Value is not null)!),
        };
        if (basic is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(basic)));
        }

        using var response = await Inner.Client.SendAsync(request, TestOrg.Cancellation);
        var text = await response.Content.ReadAsStringAsync(TestOrg.Cancellation);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    public async Task<JsonElement> TokenAsync(params (string Name, string? Value)[] form)
    {
        var (status, body) = await PostAsync("token", null, form);
        Assert.True(status == 200, body.ToString());
        return body;
    }

    /// <summary>The error and description of a response with status 400.</summary>
    public async Task<string> TokenErrorAsync(params (string Name, string? Value)[] form)
    {
        var (status, body) = await PostAsync("token", null, form);
        Assert.Equal(400, status);
        return ErrorOf(body);
    }

    public static string ErrorOf(JsonElement body) =>
        $"{body.GetProperty("error").GetString()}: {body.GetProperty("error_description").GetString()}";

    /// <summary>Status of a REST call with a token.</summary>
    public async Task<HttpStatusCode> CallAsync(string accessToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{TestOrg.Data}/limits");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var response = await Inner.Client.SendAsync(request, TestOrg.Cancellation);
        return response.StatusCode;
    }

    /// <summary>Status of a JWT sign-in, which needs the user's approval.</summary>
    public async Task<int> SignInByJwtAsync()
    {
        using var response = await Inner.PostAssertionAsync(TestOrg.Sign(Inner.Claims()));
        return (int)response.StatusCode;
    }

    public ValueTask DisposeAsync() => Inner.DisposeAsync();
}
