using System.Net;
using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Tests.RealClients;

/// <summary>The sf CLI, signed in to LocalOrg.</summary>
public sealed class SalesforceCliTests
{
    private const string TokenPath = "/services/oauth2/token";

    [Fact(Timeout = NodeClients.Patience)]
    public async Task It_signs_in_with_a_key_and_does_so_again_when_the_session_ended()
    {
        using var sf = new SalesforceCli();

        // This org's clock is behind: sf's assertions are valid for 300 ms (300 added to milliseconds), too short
        // for a busy machine.
        await using var org = await TestOrg.StartAsync(new LocalOrgOptions { MaxPageSize = 40, ClockOffset = TimeSpan.FromMinutes(-1) });
        var key = await sf.WriteAsync("server.key", TestKeys.Rsa.ExportPkcs8PrivateKeyPem());
        AssertSignedIn(org, org.Server.HttpUrl, await sf.RunAsync(
            "org", "login", "jwt", "--client-id", TestOrg.ClientId, "--jwt-key-file", key,
            "--username", TestOrg.Username, "--instance-url", org.Server.HttpUrl.ToString()));
        await AssertQueriesAsync(sf);
        Assert.Equal(1, CountSignIns(org));

        org.Org.ExpireAllTokens();
        await AssertQueriesAsync(sf);
        Assert.Equal(2, CountSignIns(org));
    }

    [Fact(Timeout = NodeClients.Patience)]
    public async Task It_signs_in_with_an_auth_url()
    {
        using var sf = new SalesforceCli();
        await using var org = await OAuthOrg.StartAsync();
        var url = org.Inner.Server.HttpsUrl;
        sf.Environment["NODE_EXTRA_CA_CERTS"] = await sf.WriteAsync(
            "localorg.pem", org.Inner.Server.ServerCertificate.ExportCertificatePem());
        var refreshToken = (await org.SignInAsync()).Text("refresh_token");
        var file = await sf.WriteAsync("auth.txt", $"force://{TestOrg.ClientId}:{OAuthOrg.Secret}:{refreshToken}@{url.Authority}");
        AssertSignedIn(org.Inner, url, await sf.RunAsync("org", "login", "sfdx-url", "--sfdx-url-file", file));
        org.Org.ExpireAllTokens();
        await AssertQueriesAsync(sf);
    }

    [Fact(Timeout = NodeClients.Patience)]
    public async Task Its_commands_show_the_auth_url_and_the_token_that_org_display_hides()
    {
        using var sf = new SalesforceCli();
        await using var org = await OAuthOrg.StartAsync();
        var url = org.Inner.Server.HttpsUrl;
        sf.Environment["NODE_EXTRA_CA_CERTS"] = await sf.WriteAsync(
            "localorg.pem", org.Inner.Server.ServerCertificate.ExportCertificatePem());
        var refreshToken = (await org.SignInAsync()).Text("refresh_token");
        var authUrl = $"force://{TestOrg.ClientId}:{OAuthOrg.Secret}:{refreshToken}@{url.Authority}";
        await sf.RunAsync("org", "login", "sfdx-url", "--sfdx-url-file", await sf.WriteAsync("auth.txt", authUrl));

        var shown = await sf.RunAsync("org", "display", "--verbose", "--target-org", TestOrg.Username);
        Assert.StartsWith("[REDACTED]", shown.Text("accessToken"), StringComparison.Ordinal);
        Assert.StartsWith("[REDACTED]", shown.Text("sfdxAuthUrl"), StringComparison.Ordinal);
        Assert.Equal(
            authUrl, (await sf.RunAsync("org", "auth", "show-sfdx-auth-url", "--target-org", TestOrg.Username)).Text("sfdxAuthUrl"));
        var token = await sf.RunAsync("org", "auth", "show-access-token", "--target-org", TestOrg.Username);
        Assert.Equal(HttpStatusCode.OK, await org.CallAsync(token.Text("accessToken")));
    }

    [Fact(Timeout = NodeClients.Patience)]
    public async Task It_accepts_an_access_token()
    {
        using var sf = new SalesforceCli();
        await using var org = await TestOrg.StartAsync();
        sf.Environment["SF_ACCESS_TOKEN"] = await org.GetAccessTokenAsync();
        AssertSignedIn(org, org.Server.HttpUrl, await sf.RunAsync(
            "org", "login", "access-token", "--instance-url", org.Server.HttpUrl.ToString(), "--no-prompt"));
        sf.Environment.Remove("SF_ACCESS_TOKEN");
        await AssertQueriesAsync(sf);
        Assert.Equal(1, CountSignIns(org));
    }

    private static void AssertSignedIn(TestOrg org, Uri url, JsonElement result)
    {
        Assert.Equal(TestOrg.Username, result.Text("username"));
        Assert.Equal(org.Org.Id, result.Text("orgId"));
        Assert.Equal(url, new Uri(result.Text("instanceUrl")));
    }

    private static async Task AssertQueriesAsync(SalesforceCli sf)
    {
        var result = await sf.RunAsync("data", "query", "--target-org", TestOrg.Username, "--query", "SELECT Email FROM Contact");
        Assert.Equal(100, result.GetProperty("totalSize").GetInt32());
        Assert.Equal(
            Enumerable.Range(1, 100).Select(number => $"contact{number:D6}@example.com").ToHashSet(),
            result.GetProperty("records").EnumerateArray().Select(record => record.Text("Email")).ToHashSet());
    }

    private static int CountSignIns(TestOrg org) => org.Org.Requests.All.Count(request => request.Path == TokenPath);
}
