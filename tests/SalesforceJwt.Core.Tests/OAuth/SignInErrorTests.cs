using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.OAuth;

/// <summary>Each error of the token endpoint: its kind, Salesforce's unchanged message, and a remedy.</summary>
public sealed class SignInErrorTests : IAsyncLifetime
{
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await TestOrg.StartShuffledAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task A_missing_approval_by_the_user_has_both_remedies()
    {
        _org.Org.Apps.Unapprove(TestOrg.ClientId, TestOrg.Username);

        var error = await RejectedAsync(SfErrorKind.LoginNotApproved, "invalid_grant", "user hasn't approved this consumer");

        Assert.Collection(
            error.Remedy!.Split('\n'),
            line => Assert.StartsWith("Approve it in one of two ways", line, StringComparison.Ordinal),
            line => Assert.StartsWith("1. As an admin: ", line, StringComparison.Ordinal),
            line => Assert.StartsWith("2. As the user, once: ", line, StringComparison.Ordinal));
        ContainsAll(error.Remedy, "Admin approved users are pre-authorized", "permission set", "refresh_token", "https://test.salesforce.com", TestOrg.Username, _org.Server.HttpUrl.Host);
        Assert.Equal(NextStep.ApproveApp, error.Advice!.Step);
        Assert.Equal([TestOrg.ClientId, LoginUrl.ToAudience(_org.Server.HttpUrl), TestOrg.Username], error.Advice.Facts);
    }

    [Fact]
    public async Task A_missing_approval_by_an_admin_has_a_remedy()
    {
        _org.Org.Apps.Register(TestOrg.ClientId, TestKeys.Certificate, AppPolicy.AdminApproved);
        _org.Org.Apps.Unapprove(TestOrg.ClientId, TestOrg.Username);

        var error = await RejectedAsync(SfErrorKind.LoginNotAdminApproved, "invalid_app_access", "user is not admin approved to access this app");

        ContainsAll(error.Remedy, "profile or permission set", TestOrg.Username, "Policies");
    }

    [Fact]
    public async Task A_wrong_audience_is_named_with_a_remedy()
    {
        var error = await RejectedAsync(SfErrorKind.LoginAudienceInvalid, "invalid_grant", "audience is invalid", _org.Flow("https://login.salesforce.com"));

        ContainsAll(error.Message, "'https://login.salesforce.com'");
        ContainsAll(error.Remedy, "Leave the audience out", LoginUrl.ToAudience(_org.Server.HttpUrl));
        Assert.Equal("https://login.salesforce.com", error.Audience);
    }

    [Fact]
    public async Task A_key_that_does_not_match_the_uploaded_certificate_shows_the_thumbprints_to_compare()
    {
        using var other = TestKeys.CertificateOf(TestKeys.OtherRsa);
        _org.Org.Apps.Register(TestOrg.ClientId, other);
        using var beside = TestKeys.CertificateOf(TestKeys.Rsa);
        var flow = new JwtBearerFlow(TestOrg.ClientId, TestOrg.Username, TestKeys.Read(), _org.Server.HttpUrl, certificate: new(beside));
        string[] thumbprints = [beside.Thumbprint, CertificateReader.Sha256Thumbprint(beside)];

        var error = await RejectedAsync(SfErrorKind.LoginAssertionInvalid, "invalid_grant", "invalid assertion", flow);

        ContainsAll(error.Message, thumbprints);
        ContainsAll(error.Remedy, "thumbprints", "Use digital signatures", ".crt");
    }

    [Fact]
    public async Task Without_a_local_certificate_the_public_keys_fingerprint_is_shown()
    {
        using var other = TestKeys.CertificateOf(TestKeys.OtherRsa);
        _org.Org.Apps.Register(TestOrg.ClientId, other);

        var error = await RejectedAsync(SfErrorKind.LoginAssertionInvalid, "invalid_grant", "invalid assertion");

        var fingerprint = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(TestKeys.Rsa.ExportSubjectPublicKeyInfo()));
        ContainsAll(error.Message, fingerprint);
    }

    [Fact]
    public async Task A_certificate_beside_the_key_that_belongs_to_another_key_is_named_as_the_likely_cause()
    {
        _org.Org.Apps.Register(TestOrg.ClientId, null);
        var beside = TestKeys.CertificateOf(TestKeys.OtherRsa);
        var thumbprint = beside.Thumbprint;
        var flow = new JwtBearerFlow(TestOrg.ClientId, TestOrg.Username, TestKeys.Read(), _org.Server.HttpUrl, certificate: new(beside));

        var error = await RejectedAsync(SfErrorKind.LoginAssertionInvalid, "invalid_grant", "invalid assertion", flow);

        ContainsAll(error.Message, "belongs to another key", thumbprint);
    }

    [Fact]
    public async Task A_clock_that_is_behind_is_reported_in_seconds()
    {
        _org.Org.Options.ClockOffset = TimeSpan.FromSeconds(600);

        var error = await RejectedAsync(SfErrorKind.LoginClockSkew, "invalid_grant", "expired authorization code");

        Assert.Matches(@"clock is (598|599|600|601) seconds behind", error.Message);
        Assert.Equal(600, error.ClockDifference!.Value.TotalSeconds, 2.0);
        ContainsAll(error.Remedy, "timedatectl", "w32tm");
    }

    [Fact]
    public async Task A_clock_that_is_ahead_is_reported_in_seconds()
    {
        _org.Org.Options.ClockOffset = TimeSpan.FromSeconds(-900);

        var error = await RejectedAsync(SfErrorKind.LoginAssertionInvalid, "invalid_grant", "invalid assertion");

        Assert.Matches(@"clock is (899|900|901|902) seconds ahead of", error.Message);
    }

    [Fact]
    public async Task Clocks_that_agree_are_not_blamed()
    {
        _org.Fail(TestOrg.TokenPath, 400, code: "invalid_grant", message: "expired authorization code");

        var error = await RejectedAsync(SfErrorKind.LoginClockSkew, "invalid_grant", "expired authorization code");

        ContainsAll(error.Message, "clocks agree");
    }

    [Fact]
    public async Task A_small_difference_of_clocks_is_not_mentioned_in_other_errors()
    {
        _org.Org.Options.ClockOffset = TimeSpan.FromSeconds(30);
        _org.Org.Apps.Unapprove(TestOrg.ClientId, TestOrg.Username);

        var error = await _org.FailToSignInAsync();

        Assert.DoesNotContain("clock", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_inactive_user_is_an_error()
    {
        _org.Org.Users.Add(TestOrg.Username, active: false);

        var error = await RejectedAsync(SfErrorKind.LoginUserInactive, "invalid_grant", "inactive user");

        ContainsAll(error.Remedy, "Reactivate");
    }

    [Fact]
    public async Task A_frozen_user_is_an_error()
    {
        _org.Org.Users.Add(TestOrg.Username).IsFrozen = true;

        var error = await RejectedAsync(SfErrorKind.LoginUserInactive, "invalid_grant", "user is inactive");

        ContainsAll(error.Remedy, "Unfreeze");
    }

    [Fact]
    public async Task An_IP_address_that_is_not_allowed_is_an_error()
    {
        _org.Org.Users.Add(TestOrg.Username).IsIpRestricted = true;

        var error = await RejectedAsync(SfErrorKind.LoginIpRestricted, "invalid_grant", "ip restricted");

        ContainsAll(error.Remedy, "Relax IP restrictions", "Login IP Ranges");
    }

    [Fact]
    public async Task An_authentication_failure_names_the_Login_History()
    {
        _org.Org.Users.Add(TestOrg.Username).RequiresHighAssurance = true;

        var error = await RejectedAsync(SfErrorKind.LoginAuthenticationFailed, "invalid_grant", "authentication failure");

        ContainsAll(error.Message, "high-assurance");
        ContainsAll(error.Remedy, "Login History");
    }

    [Fact]
    public async Task An_unknown_consumer_key_has_three_causes()
    {
        var error = await RejectedAsync(SfErrorKind.LoginClientIdInvalid, "invalid_client_id", "client identifier invalid", _org.Flow(clientId: "3MVG9.unknown"));

        ContainsAll(error.Remedy, "wrong or cut-off", "another org", "10 minutes");
    }

    [Fact]
    public async Task The_error_for_an_external_client_app_that_is_not_installed_names_My_Domain()
    {
        var app = _org.Org.Apps.Register(TestOrg.ClientId, TestKeys.Certificate);
        (app.Kind, app.IsInstalled) = (AppKind.ExternalClientApp, false);

        var error = await RejectedAsync(SfErrorKind.LoginAppNotFound, "app_not_found", "External client app is not installed in this org");

        ContainsAll(error.Advised(), "https://NAME.my.salesforce.com", "SetLoginUrl", "sandbox refresh");
    }

    [Fact]
    public async Task The_error_for_a_connected_app_that_is_not_installed_has_a_remedy()
    {
        _org.Org.Apps.Register(TestOrg.ClientId, TestKeys.Certificate).IsInstalled = false;

        var error = await RejectedAsync(SfErrorKind.LoginAppNotInstalled, "invalid_client", "app must be installed into org");

        ContainsAll(error.Remedy, "Install");
    }

    [Fact]
    public async Task The_error_for_a_flow_that_is_not_enabled_has_a_remedy()
    {
        _org.Org.Apps.Register(TestOrg.ClientId, TestKeys.Certificate).Flows = OAuthFlows.None;

        var error = await RejectedAsync(SfErrorKind.LoginFlowNotEnabled, "unsupported_grant_type", "grant type not supported");

        ContainsAll(error.Remedy, "Enable JWT Bearer Flow", "Use digital signatures");
    }

    [Fact]
    public async Task Too_many_logins_are_not_retried_and_the_remedy_is_to_reuse_the_connection()
    {
        _org.Org.Options.HourlyLoginLimit = 0;

        var error = await RejectedAsync(SfErrorKind.LoginRateExceeded, "invalid_grant", "login rate exceeded");

        ContainsAll(error.Message, "3,600");
        ContainsAll(error.Advised(), "PassConnection");
    }

    [Fact]
    public async Task An_inactive_org_is_an_error()
    {
        _org.Org.Options.IsActive = false;

        await RejectedAsync(SfErrorKind.LoginOrgInactive, "inactive_org", "organization is inactive");
    }

    [Theory]
    [InlineData("invalid_grant", "something that nobody has heard of", SfErrorKind.LoginFailed)]
    [InlineData("invalid_grant", "", SfErrorKind.LoginFailed)]
    [InlineData("new_in_2031", "user hasn't approved this consumer", SfErrorKind.LoginFailed)]
    [InlineData("invalid_grant", "USER HASN'T APPROVED THIS CONSUMER", SfErrorKind.LoginNotApproved)]
    [InlineData("invalid_grant", "LOGIN_RATE_EXCEEDED", SfErrorKind.LoginRateExceeded)]
    [InlineData("rate_exceeded", "x", SfErrorKind.LoginRateExceeded)]
    [InlineData("inactive_user", "user is locked", SfErrorKind.LoginUserInactive)]
    [InlineData("server_error", "internal", SfErrorKind.LoginUnavailable)]
    [InlineData("invalid_client", "invalid client credentials", SfErrorKind.LoginClientIdInvalid)]
    public async Task The_code_decides_the_description_is_a_hint_and_both_are_shown(string code, string description, SfErrorKind kind)
    {
        _org.Fail(TestOrg.TokenPath, 400, code: code, message: description);

        var error = await RejectedAsync(kind, code, description);

        ContainsAll(error.Remedy, kind == SfErrorKind.LoginFailed ? "Login History" : string.Empty);
    }

    [Fact]
    public async Task An_error_without_a_description_is_reported()
    {
        _org.Answer(TestOrg.TokenPath, 400, """{"error":"invalid_client_id"}""");

        var error = Assert.IsType<SfLoginException>(await _org.FailToSignInAsync());

        Assert.Equal((SfErrorKind.LoginClientIdInvalid, "invalid_client_id", null), (error.Kind, error.Error, error.ErrorDescription));
    }

    [Fact]
    public async Task A_maintenance_page_with_status_503_is_retried_and_then_quoted()
    {
        _org.Fail(TestOrg.TokenPath, FaultKind.Html, times: 0);

        var error = await _org.FailToSignInAsync();

        Assert.Equal((SfErrorKind.LoginUnavailable, 503), (error.Kind, error.StatusCode));
        ContainsAll(error.Message, "503", "Down for maintenance");
        ContainsAll(error.Remedy, "status.salesforce.com");
        Assert.DoesNotContain("<", error.Message, StringComparison.Ordinal);
        Assert.Equal(1 + TestOrg.Quick.MaximumRetryCount, _org.SignIns.Count);
    }

    [Fact]
    public async Task A_page_with_status_200_is_an_error()
    {
        _org.Answer(TestOrg.TokenPath, 200, "<!DOCTYPE html>\n<html><head><title>Guest Wi-Fi</title></head></html>", "text/html");

        var error = await _org.FailToSignInAsync();

        Assert.Equal((SfErrorKind.ResponseInvalid, 200), (error.Kind, error.StatusCode));
        ContainsAll(error.Message, "text/html", "Guest Wi-Fi");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"access_token\":\"00D!topsecret\",\"instance_url\":\"https://x.my.sale")]
    [InlineData("{\"access_token\":\"00D!topsecret\"}")]
    [InlineData("{\"instance_url\":\"https://x.my.salesforce.com\"}")]
    [InlineData("{\"access_token\":\"\",\"instance_url\":\"https://x.my.salesforce.com\"}")]
    [InlineData("{\"access_token\":7,\"instance_url\":\"https://x.my.salesforce.com\"}")]
    [InlineData("[\"00D!topsecret\"]")]
    [InlineData("null")]
    [InlineData("00D!topsecret")]
    public async Task A_success_without_a_token_response_is_an_error_and_not_quoted(string body)
    {
        _org.Answer(TestOrg.TokenPath, 200, body);

        var error = await _org.FailToSignInAsync();

        Assert.Equal(SfErrorKind.ResponseInvalid, error.Kind);
        Assert.DoesNotContain("topsecret", error + error.Remedy + error.ServerText, StringComparison.Ordinal);
        Assert.Single(_org.SignIns);
    }

    [Theory]
    [InlineData(400, "", "no text")]
    [InlineData(400, "{\"error\":", "{\"error\":")]
    [InlineData(403, "Forbidden by policy\nsecond line", "Forbidden by policy.")]
    [InlineData(404, "<html><body><p>Not here</p></body></html>", "Not here")]
    public async Task An_error_that_is_not_OAuth_is_quoted(int status, string body, string quote)
    {
        _org.Answer(TestOrg.TokenPath, status, body, "text/plain");

        var error = await _org.FailToSignInAsync();

        Assert.Equal((SfErrorKind.ResponseInvalid, status), (error.Kind, error.StatusCode));
        ContainsAll(error.Message, quote, status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(body, error.ServerText);
    }

    [Theory]
    [InlineData(500, 1)]
    [InlineData(503, 4)]
    [InlineData(429, 4)]
    public async Task A_server_error_is_reported_as_a_server_error(int status, int attempts)
    {
        for (var i = 0; i < attempts; i++)
        {
            _org.Answer(TestOrg.TokenPath, status, "upstream fell over", "text/plain");
        }

        var error = await _org.FailToSignInAsync();

        Assert.Equal((SfErrorKind.LoginUnavailable, status), (error.Kind, error.StatusCode));
        ContainsAll(error.Message, "upstream fell over");
        Assert.Equal(attempts, _org.SignIns.Count);
    }

    [Fact]
    public async Task An_assertion_is_not_sent_to_the_target_of_a_redirect()
    {
        await using var elsewhere = await TestOrg.StartShuffledAsync();
        _org.Answer(TestOrg.TokenPath, 307, "", "text/plain", ("Location", new Uri(elsewhere.Server.HttpUrl, TestOrg.TokenPath + "?x=secret").ToString()));

        var error = await _org.FailToSignInAsync();

        Assert.Equal((SfErrorKind.ResponseInvalid, 307), (error.Kind, error.StatusCode));
        ContainsAll(error.Message, elsewhere.Server.HttpUrl.Authority);
        ContainsAll(error.Remedy, "My Domain");
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData("the form was {0}", "text/plain", 400)]
    [InlineData("<html><title>Debug {0}</title></html>", "text/html", 400)]
    [InlineData("<html><title>Debug {0}</title></html>", "text/html", 200)]
    [InlineData("{{\"error\":\"invalid_grant\",\"error_description\":\"bad assertion {0}\"}}", "application/json", 400)]
    public async Task An_assertion_that_the_server_echoes_is_not_shown(string body, string contentType, int status)
    {
        // A server of its own, since the assertion is known only once it has arrived.
        await using var echo = await RawServer.StartAsync(request =>
        {
            var assertion = request[(request.IndexOf("assertion=", StringComparison.Ordinal) + "assertion=".Length)..];
            return RawServer.Answer(status, contentType, string.Format(System.Globalization.CultureInfo.InvariantCulture, body, assertion));
        });

        var error = await _org.FailToSignInAsync(_org.Flow(loginUrl: echo.Url));

        var assertion = Assert.Single(echo.Requests).Split("assertion=")[1];
        Assert.Equal(3, assertion.Split('.').Length);
        var shown = error + error.Remedy + error.ServerText + (error as SfLoginException)?.ErrorDescription;
        Assert.All(assertion.Chunk(40), piece => Assert.DoesNotContain(new string(piece), shown, StringComparison.Ordinal));
    }

    private static void ContainsAll(string? text, params string[] parts) => Assert.All(parts, part => Assert.Contains(part, text, StringComparison.Ordinal));

    private async Task<SfLoginException> RejectedAsync(SfErrorKind kind, string code, string description, JwtBearerFlow? flow = null)
    {
        var error = Assert.IsType<SfLoginException>(await _org.FailToSignInAsync(flow));

        Assert.Equal(kind, error.Kind);
        Assert.Equal((400, code, description), (error.StatusCode, error.Error, error.ErrorDescription));
        ContainsAll(error.Message, code, description);
        ContainsAll(error.ServerText, code, description);
        Assert.NotEmpty(error.Remedy!);
        Assert.Equal(_org.Server.HttpUrl, error.LoginUrl);
        Assert.Single(_org.SignIns);
        return error;
    }
}
