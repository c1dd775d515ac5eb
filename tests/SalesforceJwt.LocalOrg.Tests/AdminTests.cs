using System.Net.Http.Headers;
using System.Text.Json;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>The administration API, and the request log.</summary>
public sealed class AdminTests
{
    private static readonly string[] Audiences = ["https://login.example.com"];

    [Fact]
    public async Task An_app_and_a_user_added_by_http_can_sign_in()
    {
        await using var org = await TestOrg.StartAsync();
        var certificatePem = org.Org.Apps.Find(TestOrg.ClientId)!.Certificate!.ExportCertificatePem();
        await DoAsync(org, Post, "apps", new { consumerKey = "other", certificatePem, policy = "adminApproved" });
        await DoAsync(org, Post, "users", new { username = "second@example.com" });
        var claims = org.Claims();
        claims["iss"] = "other";
        claims["sub"] = "second@example.com";
        Assert.Equal(400, await SignInAsync(org, claims));
        await DoAsync(org, Post, "approvals", new { consumerKey = "other", username = "second@example.com" });
        Assert.Equal(200, await SignInAsync(org, claims));
        await DoAsync(org, Delete, "approvals", new { consumerKey = "other", username = "second@example.com" });
        Assert.Equal(400, await SignInAsync(org, claims));
        await DoAsync(org, Post, "approvals", new { consumerKey = "other", username = "second@example.com" });
        await DoAsync(org, Post, "users", new { username = "second@example.com", active = false });
        Assert.Equal(400, await SignInAsync(org, claims));
    }

    [Fact]
    public async Task An_app_posted_again_keeps_the_settings_that_are_not_given()
    {
        await using var org = await TestOrg.StartAsync();
        await DoAsync(org, Post, "apps", new { consumerKey = TestOrg.ClientId, isInstalled = false });
        var app = org.Org.Apps.Find(TestOrg.ClientId)!;
        Assert.False(app.IsInstalled);
        Assert.NotNull(app.Certificate);
    }

    [Fact]
    public async Task Tokens_can_be_expired_one_or_all()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        await DoAsync(org, Post, "tokens/expire", new { accessToken = await org.GetAccessTokenAsync() });
        Assert.Equal(200, (await org.SendAsync(Get, $"{TestOrg.Data}/limits")).Status);
        await DoAsync(org, Post, "tokens/expire");
        Assert.Equal(401, (await org.SendAsync(Get, $"{TestOrg.Data}/limits")).Status);
    }

    [Fact]
    public async Task Faults_can_be_set_and_cleared()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        await DoAsync(
            org, Post, "faults", new { path = "/services/data", kind = "html", times = 0, delaySeconds = 0.5, headers = new { X = "y" } });
        Assert.Equal(TimeSpan.FromSeconds(0.5), Assert.Single(org.Org.Faults.Pending).Delay);
        using (var response = await org.Client.GetAsync("services/data", TestOrg.Cancellation))
        {
            Assert.Equal(503, (int)response.StatusCode);
            Assert.Equal("y", Assert.Single(response.Headers.GetValues("X")));
        }

        await DoAsync(org, Delete, "faults");
        Assert.Equal(200, (await org.SendAsync(Get, "services/data")).Status);
    }

    [Fact]
    public async Task Only_the_given_settings_change()
    {
        await using var org = await TestOrg.StartAsync();
        await DoAsync(org, Patch, "settings", new
        {
            clockOffsetSeconds = -90,
            dailyApiLimit = 10,
            apiUsage = 3,
            instanceUrl = "https://x.example.com",
            acceptedAudiences = Audiences,
            maxPageSize = 50,
        });
        await DoAsync(org, Patch, "settings", new { apiUsage = 4 });
        Assert.Equal(TimeSpan.FromSeconds(-90), org.Org.Options.ClockOffset);
        Assert.Equal((10, 4, 50), (org.Org.Options.DailyApiLimit, org.Org.ApiUsage, org.Org.Options.MaxPageSize));
        Assert.Equal("https://x.example.com", org.Org.Options.InstanceUrl);
        Assert.Equal(Audiences, org.Org.Options.AcceptedAudiences);
        var state = await org.GetAsync("_localorg/state");
        Assert.Equal(4, state.GetProperty("apiUsage").GetInt32());
        Assert.Equal(TestOrg.Username, state.GetProperty("users")[0].GetProperty("username").GetString());
        Assert.Equal("allUsersMaySelfAuthorize", state.GetProperty("apps")[0].GetProperty("policy").GetString());
    }

    [Fact]
    public async Task Settings_of_metadata_and_SOAP_are_set()
    {
        await using var org = await TestOrg.StartAsync();
        await DoAsync(org, Patch, "settings", new { soapJwtVersion = 99, metadata = new { permissionSets = "namesOrIds", returnsCertificate = true } });
        await DoAsync(org, Patch, "settings", new { metadata = new { } });
        var metadata = org.Org.Options.Metadata;
        Assert.Equal(
            (99, PermissionSetReference.NamesOrIds, true), (org.Org.Options.SoapJwtVersion, metadata.PermissionSets, metadata.ReturnsCertificate));
        Assert.Equal(400, (await org.SendAsync(Patch, "_localorg/settings", new { metadata = new { permissionSets = "labels" } })).Status);
        Assert.Equal(400, (await org.SendAsync(Patch, "_localorg/settings", new { metadata = new { queueSeconds = 1e300 } })).Status);
        Assert.Equal(400, (await org.SendAsync(Patch, "_localorg/settings", new { bulk = new { delaySeconds = 1e300 } })).Status);
        Assert.Equal(400, (await org.SendAsync(Patch, "_localorg/settings", new { clockOffsetSeconds = -1e12 })).Status);
    }

    [Theory]
    [InlineData("apps", """{"policy":"adminApproved"}""", 400)]
    [InlineData("apps", """{"consumerKey":"a","nope":1}""", 400)]
    [InlineData("apps", """{"consumerKey":"a","certificatePem":"x"}""", 400)]
    [InlineData("faults", """{"path":"("}""", 400)]
    [InlineData("faults", """{"kind":"nope"}""", 400)]
    [InlineData("faults", """{"kind":"hang","subrequests":true}""", 400)]
    [InlineData("faults", """{"delaySeconds":-1}""", 400)]
    [InlineData("faults", """{"delaySeconds":1e300}""", 400)]
    [InlineData("apps", """{"consumerKey":"a","refreshTokenLifetimeSeconds":1e18}""", 400)]
    [InlineData("users", "not json", 400)]
    [InlineData("approvals", """{"consumerKey":"a","username":"b"}""", 404)]
    [InlineData("nothing", "{}", 404)]
    public async Task Invalid_operations_are_errors(string path, string body, int expected)
    {
        await using var org = await TestOrg.StartAsync();
        org.Client.DefaultRequestHeaders.Authorization = new("Bearer", org.Server.AdminKey);
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        using var response = await org.Client.PostAsync($"_localorg/{path}", content, TestOrg.Cancellation);
        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Fact]
    public async Task Requests_are_logged_with_status_and_body_but_without_the_token()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        await DoAsync(org, Delete, "requests");
        await org.SendAsync(Post, $"{TestOrg.Data}/sobjects/Contact?x=1", new { LastName = "Log" });
        await org.SendAsync(Delete, $"{TestOrg.Data}/sobjects/Contact/003gL0000000001");
        org.Org.Options.ShowAuthorization = true;
        await org.SendAsync(Put, "nowhere", new { left = "unread" });

        var logged = (await org.GetAsync("_localorg/requests")).EnumerateArray().ToList();
        Assert.Equal(["POST 201", "DELETE 204", "PUT 404"], logged.Select(
            one => $"{one.GetProperty("method").GetString()} {one.GetProperty("statusCode").GetInt32()}"));
        Assert.Equal($"/{TestOrg.Data}/sobjects/Contact", logged[0].GetProperty("path").GetString());
        Assert.Equal("?x=1", logged[0].GetProperty("queryString").GetString());
        Assert.Equal("""{"LastName":"Log"}""", logged[0].GetProperty("body").GetString());
        Assert.Equal(18, logged[0].GetProperty("bodyLength").GetInt64());
        Assert.Equal("""{"left":"unread"}""", logged[2].GetProperty("body").GetString());
        Assert.Equal("Bearer 00DgL...", Header(logged[0], "Authorization"));
        Assert.StartsWith("Bearer 00DgL0000000001!AQ", Header(logged[2], "Authorization"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_not_text_is_recorded_in_base64()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        await org.SendAsync(Post, "services/apexrest/echo", "text");
        using var content = new ByteArrayContent([1, 2, 0xFF]);
        using var response = await org.Client.PostAsync("services/apexrest/echo", content, TestOrg.Cancellation);
        var logged = (await org.GetAsync("_localorg/requests")).EnumerateArray().TakeLast(2);
        Assert.Equal([null, "AQL/"], logged.Select(one => one.GetProperty("bodyBase64").GetString()));
    }

    [Fact]
    public async Task A_large_body_is_counted_but_not_recorded()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        using var content = new ByteArrayContent(new byte[2_000_000]);
        using var response = await org.Client.PostAsync("services/apexrest/echo", content, TestOrg.Cancellation);
        var logged = org.Org.Requests.All[^1];
        Assert.Equal(2_000_000, logged.BodyLength);
        Assert.Null(logged.Body);
    }

    private static string? Header(JsonElement logged, string name) => logged.GetProperty("headers").GetProperty(name).GetString();

    private static async Task DoAsync(TestOrg org, HttpMethod method, string path, object? body = null) =>
        Assert.Equal(204, (await org.SendAsync(method, $"_localorg/{path}", body)).Status);

    private static async Task<int> SignInAsync(TestOrg org, Dictionary<string, object> claims)
    {
        using var response = await org.PostAssertionAsync(TestOrg.Sign(claims));
        return (int)response.StatusCode;
    }
}
