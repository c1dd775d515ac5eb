namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>The username-password flow, which is off until the org allows it.</summary>
public sealed class PasswordFlowTests
{
    private const string AuthenticationFailure = "invalid_grant: authentication failure";

    private static readonly (string, string?)[] Form =
    [
        ("grant_type", "password"),
        ("client_id", TestOrg.ClientId),
        ("client_secret", OAuthOrg.Secret),
        ("username", TestOrg.Username),
        ("password", "secretTOKEN"),
    ];

    [Fact]
    public async Task Password_and_security_token_get_an_access_token_only()
    {
        await using var org = await StartAsync();
        var token = await org.TokenAsync(Form);
        Assert.False(token.TryGetProperty("refresh_token", out _));
        Assert.Equal(System.Net.HttpStatusCode.OK, await org.CallAsync(token.GetProperty("access_token").GetString()!));
        Assert.NotEmpty(token.GetProperty("issued_at").GetString()!);
    }

    [Theory]
    [InlineData("password", "secret")]
    [InlineData("password", "TOKEN")]
    [InlineData("password", null)]
    [InlineData("username", "nobody@example.com")]
    public async Task A_wrong_name_or_password_is_rejected_without_saying_which(string field, string? value)
    {
        await using var org = await StartAsync();
        Assert.Equal(AuthenticationFailure, await org.TokenErrorAsync([.. Form, (field, value)]));
    }

    [Fact]
    public async Task The_org_the_app_and_its_kind_must_allow_it()
    {
        await using var org = await StartAsync();
        org.Org.Options.AllowsUsernamePasswordFlow = false;
        Assert.Equal(AuthenticationFailure, await org.TokenErrorAsync(Form));
        org.Org.Options.AllowsUsernamePasswordFlow = true;
        org.App.Kind = AppKind.ExternalClientApp;
        Assert.Equal(AuthenticationFailure, await org.TokenErrorAsync(Form));
        org.App.Kind = AppKind.ConnectedApp;
        await SignInStates.AssertEachRejectsAsync(org, () => org.TokenErrorAsync(Form));
        Assert.Equal("invalid_client: invalid client credentials", await org.TokenErrorAsync([.. Form, ("client_secret", null)]));
        org.User.RequiresHighAssurance = true;
        Assert.Equal(AuthenticationFailure, await org.TokenErrorAsync(Form));
        org.User.RequiresHighAssurance = false;
        org.App.Flows &= ~OAuthFlows.UsernamePassword;
        Assert.Equal(AuthenticationFailure, await org.TokenErrorAsync(Form));
    }

    [Fact]
    public async Task A_user_without_a_password_cannot_use_it()
    {
        await using var org = await StartAsync();
        org.User.Password = null;
        org.User.SecurityToken = null;
        Assert.Equal(AuthenticationFailure, await org.TokenErrorAsync([.. Form, ("password", "")]));
    }

    private static async Task<OAuthOrg> StartAsync()
    {
        var org = await OAuthOrg.StartAsync();
        org.Org.Options.AllowsUsernamePasswordFlow = true;
        org.User.Password = "secret";
        org.User.SecurityToken = "TOKEN";
        return org;
    }
}
