using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;
using static SalesforceJwt.Core.Tests.Support.TextAssert;

namespace SalesforceJwt.Core.Tests.OAuth;

/// <summary>The web server flow, with a user who goes through the org's pages.</summary>
public sealed class WebServerFlowTests : IAsyncLifetime
{
    private readonly Browser _user = new();
    private WebOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await WebOrg.StartAsync();

    public ValueTask DisposeAsync()
    {
        _user.Dispose();
        return _org.DisposeAsync();
    }

    [Fact]
    public async Task A_user_who_allows_the_app_gets_a_session_and_a_success_page()
    {
        var attempt = await _org.BeginAsync();
        await _user.AllowAsync(attempt.Url);
        using var session = await attempt.Session;

        Assert.Equal(200, _user.Status);
        ContainsAll(_user.Page, "Signed in", "You can close this window");
        await session.GetAsync(TestOrg.Echo);
        Assert.NotNull(session.RefreshToken);
        Assert.Equal("api refresh_token", session.Token.Scope);
        Assert.Equal(_org.Org.Id, session.Token.OrganizationId);
        Assert.Null(session.Username);
        Assert.Equal(TestOrg.Username, (await session.GetUserInfoAsync(null, TestOrg.Cancellation)).Username);
        Assert.Equal(TestOrg.Username, session.Username);
    }

    [Fact]
    public async Task It_approves_the_app_for_the_JWT_flow()
    {
        var before = await _org.Test.FailToSignInAsync();
        Assert.Equal(SfErrorKind.LoginNotApproved, before.Kind);

        using var session = await _org.SignInAsync();

        using var jwt = await _org.Test.SignInAsync();
        await jwt.GetAsync(TestOrg.Echo);
    }

    [Fact]
    public async Task Each_code_is_bound_to_its_own_code_verifier()
    {
        var first = await _org.BeginAsync();
        await _user.AllowAsync(first.Url);
        using var session = await first.Session;
        using var another = new Browser();
        var second = await _org.BeginAsync();
        await another.AllowAsync(second.Url);
        using var other = await second.Session;

        string[] verifiers = [.. _org.Test.SignIns.Select(r => QueryHelpers.ParseQuery(r.Body)["code_verifier"].ToString())];
        Assert.Equal([first.Query("code_challenge"), second.Query("code_challenge")], verifiers.Select(v => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(v)))));
        Assert.Equal("S256", first.Query("code_challenge_method"));
        Assert.All(verifiers, v => Assert.Equal(43, v.Length));
        Assert.NotEqual(verifiers[0], verifiers[1]);
        Assert.NotEqual(first.Query("state"), second.Query("state"));
        Assert.Equal(43, first.Query("state")!.Length);
    }

    [Fact]
    public async Task Options_are_sent_in_the_authorization_request()
    {
        _org.App.Scope = "api refresh_token openid";
        var attempt = await _org.BeginAsync(s => s with { Scope = "api openid", LoginHint = "a+b@example.com", Prompt = "login consent" });

        Assert.Equal(
            ("code", TestOrg.ClientId, _org.CallbackUrl.OriginalString, "api openid", "a+b@example.com", "login consent"),
            (attempt.Query("response_type"), attempt.Query("client_id"), attempt.Query("redirect_uri"), attempt.Query("scope"), attempt.Query("login_hint"), attempt.Query("prompt")));
        await _user.OpenAsync(attempt.Url);
        ContainsAll(_user.Page, "value=\"a&#x2B;b@example.com\"");
        await _user.OpenAsync(attempt.Callback("error=access_denied"));
        await attempt.FailAsync(SfErrorKind.LoginDenied);
    }

    [Fact]
    public async Task Options_that_are_not_set_are_not_sent()
    {
        var attempt = await _org.BeginAsync();

        Assert.Equal(
            ["response_type", "code_challenge", "code_challenge_method", "client_id", "redirect_uri", "scope", "state"],
            QueryHelpers.ParseQuery(attempt.Url.Query).Keys);
        await _user.OpenAsync(attempt.Callback("error=access_denied"));
        await attempt.FailAsync(SfErrorKind.LoginDenied);
    }

    [Fact]
    public async Task A_user_who_presses_Deny_ends_the_sign_in()
    {
        var attempt = await _org.BeginAsync();
        await _user.LogInAsync(attempt.Url);
        await _user.PressAsync("oadeny");

        var error = await attempt.FailAsync(SfErrorKind.LoginDenied);
        ContainsAll(error.Message, "access_denied", "end-user denied authorization");
        ContainsAll(error.Remedy, "Allow");
        Assert.Equal(400, _user.Status);
        ContainsAll(_user.Page, "Sign-in failed", "end-user denied authorization", "What to do:");
    }

    [Fact]
    public async Task A_missing_approval_by_an_admin_has_a_remedy()
    {
        _org.App.Policy = AppPolicy.AdminApproved;
        var attempt = await _org.BeginAsync();
        await _user.LogInAsync(attempt.Url);

        var error = await attempt.FailAsync(SfErrorKind.LoginNotAdminApproved);
        ContainsAll(error.Message, "OAUTH_APP_ACCESS_DENIED", "user is not admin approved");
        ContainsAll(error.Remedy, "profile or permission set that holds the user");
    }

    [Theory]
    [InlineData("full", "invalid_scope", SfErrorKind.LoginScopeInvalid, "SetScope")]
    [InlineData("api", "unsupported_response_type", SfErrorKind.LoginFlowNotEnabled, "callback URL")]
    public async Task A_scope_or_flow_that_the_app_does_not_have_is_named(string scope, string expected, SfErrorKind kind, string remedy)
    {
        _org.App.Flows = kind == SfErrorKind.LoginFlowNotEnabled ? OAuthFlows.JwtBearer : _org.App.Flows;
        var attempt = await _org.BeginAsync(s => s with { Scope = scope });
        await _user.OpenAsync(attempt.Url);

        var error = await attempt.FailAsync(kind);
        ContainsAll(error.Message, expected);
        ContainsAll(error.Advised(), remedy);
    }

    [Fact]
    public async Task An_app_that_requires_its_secret_receives_it_and_a_missing_one_is_named()
    {
        _org.App.ConsumerSecret = WebOrg.Secret;
        using (var session = await _org.SignInAsync())
        {
            await session.GetAsync(TestOrg.Echo);
        }

        var attempt = await _org.BeginAsync(client: new OAuthClient(_org.Test.Server.HttpUrl, TestOrg.ClientId));
        await _user.AllowAsync(attempt.Url);

        var error = await attempt.FailAsync(SfErrorKind.LoginClientSecretInvalid);
        ContainsAll(error.Advised(), "SetClientSecret", "Require Secret for Web Server Flow");
        ContainsAll(_user.Page, "Sign-in failed");
    }

    [Fact]
    public async Task An_expired_code_is_an_error()
    {
        _org.Org.Options.AuthorizationCodeLifetime = TimeSpan.Zero;
        var attempt = await _org.BeginAsync();
        await _user.AllowAsync(attempt.Url);

        var error = await attempt.FailAsync(SfErrorKind.LoginCodeInvalid);
        ContainsAll(error.Message, "expired authorization code", "15 minutes");
        Assert.DoesNotContain("clock", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(500)]
    [InlineData(429)]
    public async Task A_code_is_not_sent_twice_after_a_server_error(int status)
    {
        _org.Test.Fail(TestOrg.TokenPath, status, times: 0);
        var attempt = await _org.BeginAsync();
        await _user.AllowAsync(attempt.Url);

        await attempt.FailAsync(SfErrorKind.LoginUnavailable);
        Assert.Single(_org.Test.SignIns);
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.ResetAfterActing)]
    public async Task A_code_is_not_sent_twice_after_a_broken_connection(FaultKind fault)
    {
        _org.Test.Fail(TestOrg.TokenPath, fault, times: 0);
        var attempt = await _org.BeginAsync();
        await _user.AllowAsync(attempt.Url);

        await attempt.FailAsync(SfErrorKind.ConnectionBroken);
        Assert.Single(_org.Test.SignIns);
    }

    [Fact]
    public async Task A_callback_without_a_code_is_an_error()
    {
        var attempt = await _org.BeginAsync();
        await _user.OpenAsync(attempt.Callback("code="));

        var error = await attempt.FailAsync(SfErrorKind.ResponseInvalid);
        ContainsAll(error.Message, "neither a code nor an error");
    }

    [Fact]
    public async Task The_page_reports_a_failure_after_the_callback()
    {
        _org.Org.Options.InstanceUrl = "https://evil.example";
        var attempt = await _org.BeginAsync();
        await _user.AllowAsync(attempt.Url);

        await attempt.FailAsync(SfErrorKind.InstanceUrlUntrusted);
        ContainsAll(_user.Page, "Sign-in failed", "evil.example");
    }

    [Theory]
    [InlineData("application/json", "{{\"error\":\"invalid_grant\",\"error_description\":\"you sent {0}\"}}")]
    [InlineData("text/html", "<html><title>Debug</title>{0}</html>")]
    public async Task Secrets_that_the_server_echoes_are_in_neither_error_nor_page(string type, string body)
    {
        _org.App.ConsumerSecret = WebOrg.Secret;
        var sent = string.Empty;
        await using var server = await RawServer.StartAsync(request =>
        {
            sent = request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
            return RawServer.Answer(400, type, string.Format(System.Globalization.CultureInfo.InvariantCulture, body, sent));
        });
        var attempt = await _org.BeginAsync(client: new OAuthClient(server.Url, TestOrg.ClientId, WebOrg.Secret));
        await _user.OpenAsync(attempt.Callback("code=aPrx.code%3D%3D"));

        var error = await Assert.ThrowsAnyAsync<SfException>(() => attempt.Session);
        var verifier = QueryHelpers.ParseQuery(sent)["code_verifier"].ToString();
        Assert.Contains("aPrx.code", sent, StringComparison.Ordinal);
        HidesSecrets(error, WebOrg.Secret, "aPrx.code", verifier);
        Assert.All([WebOrg.Secret, "aPrx.code", verifier], secret => Assert.DoesNotContain(secret, _user.Page, StringComparison.Ordinal));
    }

    [Fact]
    public void ToString_of_client_and_options_contains_no_secret()
    {
        var client = new OAuthClient(LoginUrl.Production, TestOrg.ClientId, WebOrg.Secret);

        Assert.DoesNotContain(WebOrg.Secret, client.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(WebOrg.Secret, new SfSessionOptions().ToString(), StringComparison.Ordinal);
        ContainsAll(client.ToString(), TestOrg.ClientId);
    }
}
