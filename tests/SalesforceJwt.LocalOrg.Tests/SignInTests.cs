using System.Net;
using System.Text.RegularExpressions;

namespace SalesforceJwt.LocalOrg.Tests;

public sealed partial class SignInTests
{
    [Fact]
    public async Task A_valid_assertion_gets_a_token_of_salesforces_shape()
    {
        await using var org = await TestOrg.StartAsync();
        var body = await org.SignInRawAsync();
        Assert.Matches(AccessToken(), body.GetProperty("access_token").GetString());
        Assert.Equal(org.Server.HttpUrl.ToString().TrimEnd('/'), body.GetProperty("instance_url").GetString());
        Assert.Matches(IdentityUrl(), body.GetProperty("id").GetString());
        Assert.Equal("Bearer", body.GetProperty("token_type").GetString());
        Assert.False(body.TryGetProperty("refresh_token", out _));
        Assert.False(body.TryGetProperty("expires_in", out _));
    }

    [Fact]
    public async Task The_token_opens_the_rest_api()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        using var response = await org.Client.GetAsync($"{TestOrg.Data}/query?q=SELECT+Id,Account.Name+FROM+Contact", TestOrg.Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("api-usage=1/100000", Assert.Single(response.Headers.GetValues("Sforce-Limit-Info")));
    }

    [GeneratedRegex("^00D[A-Za-z0-9]{12}!AQ[A-Za-z0-9._]{94}$")]
    private static partial Regex AccessToken();

    [GeneratedRegex("^http://127.0.0.1:[0-9]+/id/00D[A-Za-z0-9]{15}/005[A-Za-z0-9]{15}$")]
    private static partial Regex IdentityUrl();
}
