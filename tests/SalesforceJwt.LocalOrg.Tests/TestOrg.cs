using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>A running org with an app and an approved user, and a client to it.</summary>
internal sealed class TestOrg : IAsyncDisposable
{
    public const string ConsumerKey = "3MVG9.test";
    public const string Username = "admin@example.com";
    public const string Data = "services/data/v68.0";

    // Creating RSA keys is slow; all tests share this one.
    private static readonly RSA Key = RSA.Create(2048);

    private TestOrg(LocalOrgServer server)
    {
        Server = server;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.HttpUrl };
    }

    /// <summary>The key of the app's certificate.</summary>
    public static string KeyPem => Key.ExportPkcs8PrivateKeyPem();

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public LocalOrgServer Server { get; }

    public Org Org => Server.Org;

    public HttpClient Client { get; }

    public static async Task<TestOrg> StartAsync(LocalOrgOptions? options = null)
    {
        var server = await LocalOrgServer.StartAsync(options, Cancellation);
        server.Org.Apps.Register(ConsumerKey, CertificateOf(Key));
        server.Org.Users.Add(Username);
        server.Org.Apps.Approve(ConsumerKey, Username);
        return new TestOrg(server);
    }

    public static async Task<TestOrg> StartSignedInAsync(LocalOrgOptions? options = null)
    {
        var org = await StartAsync(options);
        org.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await org.SignInAsync());
        return org;
    }

    public static X509Certificate2 CertificateOf(RSA key) =>
        new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

    public Dictionary<string, object> Claims() => new()
    {
        ["iss"] = ConsumerKey,
        ["sub"] = Username,
        ["aud"] = Server.HttpUrl.ToString(),
        ["exp"] = DateTimeOffset.UtcNow.AddMinutes(3).ToUnixTimeSeconds(),
    };

    public static string Sign(Dictionary<string, object> claims, RSA? key = null, string algorithm = "RS256")
    {
        var signed = $"{Encode(new Dictionary<string, object> { ["alg"] = algorithm })}.{Encode(claims)}";
        var signature = (key ?? Key).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}";
    }

    public Task<HttpResponseMessage> PostAssertionAsync(string assertion) => Client.PostAsync(
        "services/oauth2/token",
        new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer",
            ["assertion"] = assertion,
        }),
        Cancellation);

    public async Task<JsonElement> SignInRawAsync()
    {
        using var response = await PostAssertionAsync(Sign(Claims()));
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    public async Task<string> SignInAsync() => (await SignInRawAsync()).GetProperty("access_token").GetString()!;

    public async Task<JsonElement> GetAsync(string path)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, path);
        Assert.Equal(200, status);
        return body;
    }

    public Task<JsonElement> QueryAsync(string soql) => GetAsync($"{Data}/query?q={Uri.EscapeDataString(soql)}");

    public async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, options: JsonSerializerOptions.Default) };
        if (path.StartsWith("_localorg/", StringComparison.Ordinal))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Server.AdminKey);
        }

        using var response = await Client.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    /// <summary>Sends a request that must fail, and returns status, error code and message.</summary>
    public async Task<(int Status, string Code, string Message)> FailAsync(HttpMethod method, string path, object? body = null)
    {
        var (status, json) = await SendAsync(method, path, body);
        var error = Assert.Single(json.EnumerateArray());
        return (status, error.GetProperty("errorCode").GetString()!, error.GetProperty("message").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    private static string Encode(Dictionary<string, object> part) =>
        System.Buffers.Text.Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
