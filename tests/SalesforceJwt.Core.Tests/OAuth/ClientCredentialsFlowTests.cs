using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;
using static SalesforceJwt.Core.Tests.Support.TextAssert;

namespace SalesforceJwt.Core.Tests.OAuth;

/// <summary>The client credentials flow.</summary>
public sealed class ClientCredentialsFlowTests : IAsyncLifetime
{
    private WebOrg _org = null!;

    public async ValueTask InitializeAsync()
    {
        _org = await WebOrg.StartAsync();
        _org.App.ConsumerSecret = WebOrg.Secret;
        _org.App.RunAsUsername = TestOrg.Username;
    }

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task The_app_signs_in_as_its_user_and_renews_itself()
    {
        using var session = await SignInAsync();
        _org.Org.ExpireAllTokens();

        Assert.Equal(TestOrg.Username, (await session.GetUserInfoAsync(null, TestOrg.Cancellation)).Username);
        Assert.Null(session.RefreshToken);
        Assert.Equal(2, _org.Test.SignIns.Count);
    }

    [Theory]
    [InlineData("https://login.salesforce.com")]
    [InlineData("https://test.salesforce.com")]
    [InlineData("https://LOGIN.salesforce.com")]
    public void A_login_host_of_all_orgs_is_rejected_before_anything_is_sent(string url)
    {
        var error = Assert.Throws<SfException>(() => new ClientCredentialsFlow(new OAuthClient(LoginUrl.Parse(url), TestOrg.ClientId, WebOrg.Secret)));

        Assert.Equal(SfErrorKind.LoginMyDomainRequired, error.Kind);
        ContainsAll(error.Remedy, "https://NAME.my.salesforce.com");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Without_a_secret_nothing_is_sent(string? secret)
    {
        var error = Assert.Throws<SfException>(() => new ClientCredentialsFlow(new OAuthClient(_org.Test.Server.HttpUrl, TestOrg.ClientId, secret)));

        Assert.Equal(SfErrorKind.ValueMissing, error.Kind);
        ContainsAll(error.Message, "consumer secret");
    }

    [Fact]
    public async Task A_host_that_Salesforce_treats_as_a_login_host_is_reported_as_My_Domain_required()
    {
        _org.Org.Options.LoginHosts.Add(_org.Test.Server.HttpUrl.Host);

        var error = await FailAsync(SfErrorKind.LoginMyDomainRequired);

        ContainsAll(error.Message, "request not supported on this domain", _org.Test.Server.HttpUrl.Host);
    }

    [Fact]
    public async Task The_error_for_an_app_without_a_run_as_user_says_where_to_set_it()
    {
        _org.App.RunAsUsername = null;

        var error = await FailAsync(SfErrorKind.LoginRunAsUserMissing);

        ContainsAll(error.Message, "no client credentials user enabled");
        ContainsAll(error.Remedy, "Run As");
    }

    [Fact]
    public async Task The_error_for_an_app_without_the_flow_says_where_to_enable_it()
    {
        _org.App.Flows &= ~OAuthFlows.ClientCredentials;

        var error = await FailAsync(SfErrorKind.LoginFlowNotEnabled);

        ContainsAll(error.Remedy, "Enable Client Credentials Flow");
    }

    [Fact]
    public async Task A_wrong_secret_is_an_error_and_not_shown()
    {
        var error = await FailAsync(SfErrorKind.LoginClientSecretInvalid, "5EC2E7.wrong");

        ContainsAll(error.Advised(), "SetClientSecret");
        Assert.DoesNotContain("Require Secret", error.Remedy, StringComparison.Ordinal);
        HidesSecrets(error, "5EC2E7.wrong");
    }

    [Fact]
    public async Task The_error_for_a_user_who_needs_high_assurance_names_the_Login_History()
    {
        _org.Org.Users.Add(TestOrg.Username).RequiresHighAssurance = true;

        var error = await FailAsync(SfErrorKind.LoginAuthenticationFailed);

        ContainsAll(error.Remedy, "Login History");
        Assert.DoesNotContain("a clock", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_the_server_echoes_is_masked_however_it_is_written()
    {
        const string Secret = "s+c/r€t&\"<é> 'x' y";
        await using var server = await RawServer.StartAsync(_ => RawServer.Answer(400, "application/json", System.Text.Json.JsonSerializer.Serialize(new
        {
            error = "invalid_client",
            error_description = $"{Secret} {Uri.EscapeDataString(Secret)} {System.Net.WebUtility.UrlEncode(Secret)} {System.Net.WebUtility.HtmlEncode(Secret)} {Uri.EscapeDataString(Secret).ToLowerInvariant()}",
        })));
        var flow = new ClientCredentialsFlow(new OAuthClient(server.Url, TestOrg.ClientId, Secret));

        var error = await Assert.ThrowsAnyAsync<SfLoginException>(() => SfSession.SignInAsync(flow, TestOrg.Options(), null, TestOrg.Cancellation));

        Assert.Equal("*** *** *** *** ***", error.ErrorDescription);
        HidesSecrets(error, Secret, "s+c/", "s%2Bc", "s%2bc", "r€t");
    }

    private Task<SfSession> SignInAsync(string? secret = null) => SfSession.SignInAsync(
        new ClientCredentialsFlow(new OAuthClient(_org.Test.Server.HttpUrl, TestOrg.ClientId, secret ?? WebOrg.Secret)), TestOrg.Options(), null, TestOrg.Cancellation);

    private async Task<SfException> FailAsync(SfErrorKind kind, string? secret = null)
    {
        var error = await Assert.ThrowsAnyAsync<SfException>(() => SignInAsync(secret));
        Assert.True(kind == error.Kind, $"{error.Kind}: {error.Message}");
        return error;
    }
}
