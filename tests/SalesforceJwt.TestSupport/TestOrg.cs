using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.TestSupport;

/// <summary>A running org with an app and an approved user, and a client to it.</summary>
internal sealed class TestOrg : IAsyncDisposable
{
    /// <summary>The app's consumer key.</summary>
    public const string ClientId = "3MVG9.test";
    public const string Username = "ci@example.com";
    public const string Data = "services/data/v68.0";
    public const string TokenPath = "/services/oauth2/token";
    public const string Echo = "/services/apexrest/echo";

    private TestOrg(LocalOrgServer server)
    {
        Server = server;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.HttpUrl };
    }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public LocalOrgServer Server { get; }

    public Org Org => Server.Org;

    /// <summary>Sends to the org, follows no redirects, and has a token after <see cref="StartSignedInAsync"/>.</summary>
    public HttpClient Client { get; }

    public IReadOnlyList<LoggedRequest> Requests => Org.Requests.All;

    public IReadOnlyList<LoggedRequest> SignIns => [.. Requests.Where(r => r.Path == TokenPath)];

    public static async Task<TestOrg> StartAsync(LocalOrgOptions? options = null)
    {
        var server = await LocalOrgServer.StartAsync(options, Cancellation);
        server.Org.Apps.Register(ClientId, TestKeys.Certificate);
        server.Org.Users.Add(Username);
        server.Org.Apps.Approve(ClientId, Username);
        return new TestOrg(server);
    }

    public static async Task<TestOrg> StartSignedInAsync(LocalOrgOptions? options = null)
    {
        var org = await StartAsync(options);
        org.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await org.GetAccessTokenAsync());
        return org;
    }

    public Dictionary<string, object> Claims() => new()
    {
        ["iss"] = ClientId,
        ["sub"] = Username,
        ["aud"] = Server.HttpUrl.ToString(),
        ["exp"] = DateTimeOffset.UtcNow.AddMinutes(3).ToUnixTimeSeconds(),
    };

    public static string Sign(Dictionary<string, object> claims, RSA? key = null, string algorithm = "RS256")
    {
        var signed = $"{Encode(new Dictionary<string, object> { ["alg"] = algorithm })}.{Encode(claims)}";
        var signature = (key ?? TestKeys.Rsa).SignData(
            Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
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

    public async Task<JsonElement> RequestTokenAsync()
    {
        using var response = await PostAssertionAsync(Sign(Claims()));
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    public async Task<string> GetAccessTokenAsync() => (await RequestTokenAsync()).GetProperty("access_token").GetString()!;

    public async Task<JsonElement> GetAsync(string path)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, path);
        Assert.Equal(200, status);
        return body;
    }

    public Task<JsonElement> QueryAsync(string soql) => GetAsync($"{Data}/query?q={Uri.EscapeDataString(soql)}");

    public async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : JsonContent.Create(body, options: JsonSerializerOptions.Default),
        };
        if (path.StartsWith("_localorg/", StringComparison.Ordinal))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Server.AdminKey);
        }

        using var response = await Client.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    /// <summary>Sends a request that must fail, and returns its status, error code and message.</summary>
    public async Task<(int Status, string Code, string Message)> FailAsync(HttpMethod method, string path, object? body = null)
    {
        var (status, json) = await SendAsync(method, path, body);
        var error = Assert.Single(json.EnumerateArray());
        return (status, error.GetProperty("errorCode").GetString()!, error.GetProperty("message").GetString()!);
    }

    /// <summary>Lets the next requests below a path fail.</summary>
    public void Fail(string path, int status, int times = 1, string? code = null, string? message = null, string? retryAfter = null) =>
        Org.Faults.Add(new Fault
        {
            Path = path,
            Status = status,
            Times = times,
            ErrorCode = code,
            Message = message,
            Headers = retryAfter is null ? [] : new Dictionary<string, string> { ["Retry-After"] = retryAfter },
        });

    public void Fail(string path, FaultKind kind, int times = 1, TimeSpan delay = default) =>
        Org.Faults.Add(new Fault { Path = path, Kind = kind, Times = times, Delay = delay });

    /// <summary>Lets the next request below a path have this response.</summary>
    public void Answer(
        string path, int status, string body, string contentType = "application/json", params (string Name, string Value)[] headers) =>
        Org.Faults.Add(new Fault
        {
            Path = path,
            Status = status,
            Body = body,
            ContentType = contentType,
            Headers = headers.ToDictionary(h => h.Name, h => h.Value),
        });

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    private static string Encode(Dictionary<string, object> part) =>
        System.Buffers.Text.Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
