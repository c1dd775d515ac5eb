using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Every error of the token endpoint, with Salesforce's message.</summary>
public sealed class SignInErrorTests
{
    [Fact]
    public Task A_user_who_has_not_approved_the_app() => RejectsAsync(
        "invalid_grant", "user hasn't approved this consumer", org => org.Apps.Unapprove(TestOrg.ClientId, TestOrg.Username));

    [Fact]
    public Task An_unknown_user() => RejectsAsync(
        "invalid_grant", "user hasn't approved this consumer", claims: claims => claims["sub"] = "nobody@example.com");

    [Fact]
    public Task A_user_whom_no_administrator_assigned() => RejectsAsync(
        "invalid_app_access",
        "user is not admin approved to access this app",
        org =>
        {
            App(org).Policy = AppPolicy.AdminApproved;
            org.Apps.Unapprove(TestOrg.ClientId, TestOrg.Username);
        });

    [Theory]
    [InlineData("https://login.salesforce.com")]
    [InlineData("http://127.0.0.1")]
    [InlineData("")]
    public Task A_foreign_audience(string audience) =>
        RejectsAsync("invalid_grant", "audience is invalid", claims: claims => claims["aud"] = audience);

    [Fact]
    public Task The_token_endpoint_itself_as_audience() => RejectsAsync(
        "invalid_grant", "audience is invalid", claims: claims => claims["aud"] += "services/oauth2/token");

    [Theory]
    [InlineData("iss")]
    [InlineData("sub")]
    [InlineData("aud")]
    [InlineData("exp")]
    public Task A_missing_claim(string name) =>
        RejectsAsync("invalid_grant", "invalid assertion", claims: claims => claims.Remove(name));

    [Theory]
    [InlineData("1790000000")]
    [InlineData(1.5)]
    [InlineData(true)]
    public Task An_exp_that_is_not_an_integer(object exp) =>
        RejectsAsync("invalid_grant", "invalid assertion", claims: claims => claims["exp"] = exp);

    [Fact]
    public Task An_assertion_that_has_expired() => RejectsAsync(
        "invalid_grant", "expired authorization code", claims: claims => claims["exp"] = Seconds(TimeSpan.FromSeconds(-1)));

    [Fact]
    public Task An_assertion_that_has_expired_by_the_servers_clock() =>
        RejectsAsync("invalid_grant", "expired authorization code", org => org.Options.ClockOffset = TimeSpan.FromMinutes(4));

    [Fact]
    public Task An_assertion_valid_for_too_long() => RejectsAsync(
        "invalid_grant", "invalid assertion", claims: claims => claims["exp"] = Seconds(TimeSpan.FromMinutes(9)));

    [Fact]
    public Task A_deactivated_user() =>
        RejectsAsync("invalid_grant", "inactive user", org => org.Users.Add(TestOrg.Username, active: false));

    [Fact]
    public Task A_frozen_user() =>
        RejectsAsync("invalid_grant", "user is inactive", org => org.Users.Add(TestOrg.Username).IsFrozen = true);

    [Fact]
    public Task An_ip_restricted_user() =>
        RejectsAsync("invalid_grant", "ip restricted", org => org.Users.Add(TestOrg.Username).IsIpRestricted = true);

    [Fact]
    public Task An_ip_restricted_app() =>
        RejectsAsync("invalid_grant", "ip restricted", org => App(org).IsIpRestricted = true);

    [Fact]
    public Task A_user_who_needs_a_high_assurance_session() =>
        RejectsAsync("invalid_grant", "authentication failure", org => org.Users.Add(TestOrg.Username).RequiresHighAssurance = true);

    [Fact]
    public Task A_user_who_has_signed_in_too_often() =>
        RejectsAsync("invalid_grant", "login rate exceeded", org => org.Options.HourlyLoginLimit = 0);

    [Fact]
    public Task An_unknown_consumer_key() =>
        RejectsAsync("invalid_client_id", "client identifier invalid", claims: claims => claims["iss"] = "3MVG9.other");

    [Fact]
    public Task An_external_client_app_that_is_not_installed() => RejectsAsync(
        "app_not_found",
        "External client app is not installed in this org",
        org =>
        {
            App(org).Kind = AppKind.ExternalClientApp;
            App(org).IsInstalled = false;
        });

    [Fact]
    public Task A_connected_app_that_is_not_installed() =>
        RejectsAsync("invalid_client", "app must be installed into org", org => App(org).IsInstalled = false);

    [Fact]
    public Task An_app_without_the_flow() =>
        RejectsAsync("unsupported_grant_type", "grant type not supported", org => App(org).Flows &= ~OAuthFlows.JwtBearer);

    [Fact]
    public Task An_inactive_org() => RejectsAsync("inactive_org", "organization is inactive", org => org.Options.IsActive = false);

    [Fact]
    public Task A_server_error() => RejectsAsync(
        "server_error",
        "unexpected",
        org => org.Faults.Add(
            new Fault { Path = "/services/oauth2/token", Status = 500, ErrorCode = "server_error", Message = "unexpected" }),
        status: 500);

    [Fact]
    public Task An_app_without_a_certificate() =>
        RejectsAsync("invalid_grant", "invalid assertion", org => App(org).Certificate = null);

    [Fact]
    public async Task A_signature_by_another_key()
    {
        using var other = RSA.Create(2048);
        await using var org = await TestOrg.StartAsync();
        await AssertRejectedAsync(org, TestOrg.Sign(org.Claims(), other), "invalid_grant", "invalid assertion");
    }

    [Fact]
    public async Task A_key_of_1024_bits_even_if_registered()
    {
        using var small = RSA.Create(1024);
        await using var org = await TestOrg.StartAsync();
        App(org.Org).Certificate = TestKeys.CertificateOf(small);
        await AssertRejectedAsync(org, TestOrg.Sign(org.Claims(), small), "invalid_grant", "invalid assertion");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("RS512")]
    [InlineData("ES256")]
    public async Task Another_algorithm(string algorithm)
    {
        await using var org = await TestOrg.StartAsync();
        await AssertRejectedAsync(org, TestOrg.Sign(org.Claims(), algorithm: algorithm), "invalid_grant", "invalid assertion");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30.e30")]
    [InlineData("bnVsbA.W10.AA")]
    public async Task Text_that_is_not_a_jwt(string assertion)
    {
        await using var org = await TestOrg.StartAsync();
        await AssertRejectedAsync(org, assertion, "invalid_grant", "invalid assertion");
    }

    [Fact]
    public async Task A_get_request()
    {
        await using var org = await TestOrg.StartAsync();
        using var response = await org.Client.GetAsync("services/oauth2/token", TestOrg.Cancellation);
        await AssertErrorAsync(response, "invalid_request", "must use HTTP POST", 400);
    }

    [Fact]
    public async Task A_json_body()
    {
        await using var org = await TestOrg.StartAsync();
        using var response = await org.Client.PostAsJsonAsync("services/oauth2/token", new { grant_type = "x" }, TestOrg.Cancellation);
        await AssertErrorAsync(response, "invalid_request", "content type must be application/x-www-form-urlencoded", 400);
    }

    [Fact]
    public async Task Another_grant_type()
    {
        await using var org = await TestOrg.StartAsync();
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["grant_type"] = "urn:ietf:params:oauth:grant-type:saml2-bearer" });
        using var response = await org.Client.PostAsync("services/oauth2/token", form, TestOrg.Cancellation);
        await AssertErrorAsync(response, "unsupported_grant_type", "grant type not supported", 400);
    }

    private static ConnectedApp App(Org org) => org.Apps.Find(TestOrg.ClientId)!;

    private static long Seconds(TimeSpan fromNow) => (DateTimeOffset.UtcNow + fromNow).ToUnixTimeSeconds();

    private static async Task RejectsAsync(
        string error, string description, Action<Org>? arrange = null, Action<Dictionary<string, object>>? claims = null, int status = 400)
    {
        await using var org = await TestOrg.StartAsync();
        arrange?.Invoke(org.Org);
        var sent = org.Claims();
        claims?.Invoke(sent);
        await AssertRejectedAsync(org, TestOrg.Sign(sent), error, description, status);
    }

    private static async Task AssertRejectedAsync(TestOrg org, string assertion, string error, string description, int status = 400)
    {
        using var response = await org.PostAssertionAsync(assertion);
        await AssertErrorAsync(response, error, description, status);
    }

    private static async Task AssertErrorAsync(HttpResponseMessage response, string error, string description, int status)
    {
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(TestOrg.Cancellation);
        Assert.Equal((error, description), (body.GetProperty("error").GetString(), body.GetProperty("error_description").GetString()));
        Assert.Equal(status, (int)response.StatusCode);
    }
}
