using System.Net;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>The client credentials flow.</summary>
public sealed class ClientCredentialsTests
{
    private static readonly (string, string?)[] Form =
        [("grant_type", "client_credentials"), ("client_id", TestOrg.ClientId), ("client_secret", OAuthOrg.Secret)];

    [Fact]
    public async Task The_secret_gets_the_run_as_users_token_and_no_refresh_token()
    {
        await using var org = await OAuthOrg.StartAsync();
        var token = await org.TokenAsync(Form);
        Assert.False(token.TryGetProperty("refresh_token", out _));
        Assert.EndsWith(org.User.Id, token.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(token.GetProperty("signature").GetString()!);
        Assert.Equal(HttpStatusCode.OK, await org.CallAsync(token.GetProperty("access_token").GetString()!));
        var (status, _) = await org.PostAsync("token", $"{TestOrg.ClientId}:{OAuthOrg.Secret}", ("grant_type", "client_credentials"));
        Assert.Equal(200, status);
        Assert.Equal(400, await org.SignInByJwtAsync());
    }

    [Fact]
    public async Task Missing_parts_are_named()
    {
        await using var org = await OAuthOrg.StartAsync();
        Assert.Equal("invalid_client: invalid client credentials", await org.TokenErrorAsync([.. Form, ("client_secret", null)]));
        Assert.Equal("invalid_client: invalid client credentials", await org.TokenErrorAsync([.. Form, ("client_secret", "wrong")]));
        Assert.Equal("invalid_client_id: client identifier invalid", await org.TokenErrorAsync([.. Form, ("client_id", "other")]));
        await SignInStates.AssertEachRejectsAsync(org, () => org.TokenErrorAsync(Form), hasPolicy: false);
        org.App.Policy = AppPolicy.AdminApproved;
        await org.TokenAsync(Form);
        org.User.RequiresHighAssurance = true;
        Assert.Equal("invalid_grant: authentication failure", await org.TokenErrorAsync(Form));
        org.App.RunAsUsername = null;
        Assert.Equal("invalid_grant: no client credentials user enabled", await org.TokenErrorAsync(Form));
        org.App.Flows &= ~OAuthFlows.ClientCredentials;
        Assert.Equal("invalid_grant: client credentials flow not enabled", await org.TokenErrorAsync(Form));
        org.App.ConsumerSecret = null;
        Assert.Equal("invalid_client: invalid client credentials", await org.TokenErrorAsync([.. Form, ("client_secret", "")]));
    }

    [Fact]
    public async Task A_login_host_rejects_the_flow()
    {
        await using var org = await OAuthOrg.StartAsync();
        org.Org.Options.LoginHosts.Add("localhost");
        var (status, body) = await org.PostAsync($"http://localhost:{org.Inner.Server.HttpUrl.Port}/services/oauth2/token", null, Form);
        Assert.Equal((400, "invalid_grant: request not supported on this domain"), (status, OAuthOrg.ErrorOf(body)));
        await org.TokenAsync(Form);
    }
}
