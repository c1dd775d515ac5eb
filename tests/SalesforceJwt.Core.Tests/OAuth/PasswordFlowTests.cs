using Microsoft.AspNetCore.WebUtilities;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using static SalesforceJwt.Core.Tests.Support.TextAssert;

namespace SalesforceJwt.Core.Tests.OAuth;

/// <summary>The username-password flow, which new orgs block.</summary>
public sealed class PasswordFlowTests : IAsyncLifetime
{
    private const string Password = " pä ss+wörd&= ";

    private WebOrg _org = null!;

    public async ValueTask InitializeAsync()
    {
        _org = await WebOrg.StartAsync();
        _org.App.ConsumerSecret = WebOrg.Secret;
        var user = _org.Org.Users.Add(TestOrg.Username);
        (user.Password, user.SecurityToken) = (Password, "T0KEN");
        _org.Org.Options.AllowsUsernamePasswordFlow = true;
    }

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task Password_and_security_token_sign_in_and_renew()
    {
        using var session = await SignInAsync(Password + "T0KEN");
        _org.Org.ExpireAllTokens();

        await session.GetAsync(TestOrg.Echo);

        Assert.Equal(TestOrg.Username, session.Username);
        Assert.Equal(Password + "T0KEN", QueryHelpers.ParseQuery(_org.Test.SignIns[^1].Body)["password"].ToString());
        Assert.Equal(2, _org.Test.SignIns.Count);
    }

    [Theory]
    [InlineData(true, Password)]
    [InlineData(true, "wrong-password")]
    [InlineData(false, Password + "T0KEN")]
    public async Task A_rejected_sign_in_names_password_token_and_the_orgs_setting(bool isAllowed, string password)
    {
        _org.Org.Options.AllowsUsernamePasswordFlow = isAllowed;

        var error = await Assert.ThrowsAnyAsync<SfLoginException>(() => SignInAsync(password));

        Assert.Equal(SfErrorKind.LoginPasswordRefused, error.Kind);
        ContainsAll(error.Message, "authentication failure", "the org blocks this flow");
        ContainsAll(error.Remedy, "security token", "Allow OAuth Username-Password Flows", "JWT flow", "Login History");
        Assert.Equal(NextStep.SetSecurityToken, error.Advice!.Step);
        HidesSecrets(error, password.Trim());
        Assert.Single(_org.Test.SignIns);
    }

    [Fact]
    public void An_empty_password_is_not_sent()
    {
        var error = Assert.Throws<SfException>(() => new PasswordFlow(_org.Client, TestOrg.Username, string.Empty));

        Assert.Equal(SfErrorKind.ValueMissing, error.Kind);
    }

    [Fact]
    public async Task A_password_that_the_server_echoes_is_masked()
    {
        await using var server = await RawServer.StartAsync(request => RawServer.Answer(
            400, "text/plain", $"{request.Split("\r\n\r\n")[1]} {Password} {System.Text.Json.JsonSerializer.Serialize(Password)}"));

        var flow = new PasswordFlow(new OAuthClient(server.Url, TestOrg.ClientId), TestOrg.Username, Password);
        var error = await Assert.ThrowsAnyAsync<SfLoginException>(() => SfSession.SignInAsync(flow, TestOrg.Options(), null, TestOrg.Cancellation));

        ContainsAll(error.ServerText, "password=***");
        HidesSecrets(error, Password.Trim(), "ss+w", "ss%2Bw", "ss\\u002Bw");
    }

    private Task<SfSession> SignInAsync(string password) =>
        SfSession.SignInAsync(new PasswordFlow(_org.Client, TestOrg.Username, password), TestOrg.Options(), null, TestOrg.Cancellation);
}
