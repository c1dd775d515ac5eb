using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Exchange;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;

using static SalesforceJwt.Core.Tests.Support.TextAssert;

namespace SalesforceJwt.Core.Tests.OAuth;

/// <summary>The same error in different flows: kind and remedy fit the flow, and texts have no gaps for unknown values.</summary>
public sealed class TokenErrorsByFlowTests : IAsyncLifetime
{
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await TestOrg.StartShuffledAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Theory]
    [InlineData(GrantKind.RefreshToken, "invalid_grant", "user hasn't approved this consumer", SfErrorKind.LoginNotApproved, "holds the user.|sign in through a browser")]
    [InlineData(GrantKind.Password, "invalid_app_access", "user is not admin approved to access this app", SfErrorKind.LoginNotAdminApproved, "holds ci@example.com")]
    [InlineData(GrantKind.Device, "invalid_app_access", "user is not admin approved to access this app", SfErrorKind.LoginNotAdminApproved, "holds the user")]
    [InlineData(GrantKind.RefreshToken, "invalid_grant", "inactive user", SfErrorKind.LoginUserInactive, "Reactivate")]
    [InlineData(GrantKind.ClientCredentials, "invalid_grant", "user is inactive", SfErrorKind.LoginUserInactive, "Unfreeze")]
    [InlineData(GrantKind.Password, "invalid_grant", "ip restricted", SfErrorKind.LoginIpRestricted, "Login IP Ranges")]
    [InlineData(GrantKind.Device, "invalid_grant", "authentication failure", SfErrorKind.LoginAuthenticationFailed, "Login History")]
    [InlineData(GrantKind.Password, "invalid_grant", "authentication failure", SfErrorKind.LoginPasswordRefused, "security token")]
    [InlineData(GrantKind.RefreshToken, "invalid_grant", "authentication failure", SfErrorKind.LoginRefreshTokenInvalid, "Sign in again")]
    [InlineData(GrantKind.RefreshToken, "invalid_grant", "expired authorization code", SfErrorKind.LoginRefreshTokenInvalid, "Sign in again")]
    [InlineData(GrantKind.Device, "invalid_grant", "expired authorization code", SfErrorKind.LoginCodeInvalid, "Sign in again")]
    [InlineData(GrantKind.ClientCredentials, "invalid_client_id", "client identifier invalid", SfErrorKind.LoginClientIdInvalid, "10 minutes")]
    [InlineData(GrantKind.Device, "app_not_found", "External client app is not installed in this org", SfErrorKind.LoginAppNotFound, "My Domain")]
    [InlineData(GrantKind.RefreshToken, "invalid_client", "app must be installed into org", SfErrorKind.LoginAppNotInstalled, "Install it")]
    [InlineData(GrantKind.RefreshToken, "invalid_client", "invalid client credentials", SfErrorKind.LoginClientSecretInvalid, "SetClientSecret|Require Secret for Refresh Token Flow")]
    [InlineData(GrantKind.Password, "invalid_client", "invalid client credentials", SfErrorKind.LoginClientSecretInvalid, "SetClientSecret")]
    [InlineData(GrantKind.Password, "unsupported_grant_type", "grant type not supported", SfErrorKind.LoginFlowNotEnabled, "Allow OAuth Username-Password Flows|external client apps never have it")]
    [InlineData(GrantKind.RefreshToken, "unsupported_grant_type", "grant type not supported", SfErrorKind.LoginFlowNotEnabled, "Perform requests at any time")]
    [InlineData(GrantKind.ClientCredentials, "unsupported_grant_type", "grant type not supported", SfErrorKind.LoginFlowNotEnabled, "Enable Client Credentials Flow")]
    [InlineData(GrantKind.TokenExchange, "unsupported_grant_type", "grant type not supported", SfErrorKind.LoginFlowNotEnabled, "Enable Token Exchange Flow")]
    [InlineData(GrantKind.TokenExchange, "invalid_request", "token handler not found", SfErrorKind.LoginTokenHandlerNotFound, "Enable New App|SetTokenHandler")]
    [InlineData(GrantKind.TokenExchange, "invalid_request", "Token handler validation failed", SfErrorKind.LoginSubjectTokenRefused, "Debug Logs")]
    [InlineData(GrantKind.TokenExchange, "invalid_grant", "words of a handler", SfErrorKind.LoginSubjectTokenRefused, "Debug Logs")]
    [InlineData(GrantKind.TokenExchange, "invalid_request", "missing required parameter: subject_token", SfErrorKind.LoginFailed, "Login History")]
    [InlineData(GrantKind.TokenExchange, "invalid_grant", "authentication failure", SfErrorKind.LoginAuthenticationFailed, "Login History")]
    [InlineData(GrantKind.TokenExchange, "invalid_client", "invalid client credentials", SfErrorKind.LoginClientSecretInvalid, "Require Secret for Token Exchange Flow")]
    [InlineData(GrantKind.Device, "invalid_grant", "login rate exceeded", SfErrorKind.LoginRateExceeded, "PassConnection")]
    [InlineData(GrantKind.ClientCredentials, "inactive_org", "organization is inactive", SfErrorKind.LoginOrgInactive, "owner")]
    [InlineData(GrantKind.RefreshToken, "temporarily_unavailable", "retry", SfErrorKind.LoginUnavailable, "status.salesforce.com")]
    [InlineData(GrantKind.Password, "invalid_grant", "words that nobody knows", SfErrorKind.LoginFailed, "Login History")]
    [InlineData(GrantKind.Device, "something_new", null, SfErrorKind.LoginFailed, "Login History")]
    public async Task Each_error_has_its_kind_and_remedy(Enum grant, string code, string? description, SfErrorKind kind, string remedy)
    {
        _org.Answer(TestOrg.TokenPath, 400, description is null ? $$"""{"error":"{{code}}"}""" : $$"""{"error":"{{code}}","error_description":"{{description}}"}""");

        var error = await Assert.ThrowsAnyAsync<SfLoginException>(() => SfSession.SignInAsync(Flow((GrantKind)grant), TestOrg.Options(), null, TestOrg.Cancellation));

        Assert.True(kind == error.Kind, $"{error.Kind}: {error.Message}");
        ContainsAll(error.Message, description is null ? $"said: {code}. " : $"said: {code}: {description}. ");
        ContainsAll(error.Advised(), remedy.Split('|'));
        Assert.DoesNotContain("  ", error.Message + error.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain(" .", error.Message + error.Remedy, StringComparison.Ordinal);
        if (!grant.Equals(GrantKind.JwtBearer))
        {
            Assert.DoesNotContain("assertion", error.Message + error.Remedy, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("clock", error.Message + error.Remedy, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("o'brien@example.com")]
    [InlineData("a&b$(x)@example.com")]
    [InlineData("@x")]
    public async Task The_facts_of_the_approval_are_the_values_of_the_sign_in(string username)
    {
        _org.Org.Users.Add(username);

        var error = await _org.FailToSignInAsync(_org.Flow(username: username));

        Assert.Equal(SfErrorKind.LoginNotApproved, error.Kind);
        Assert.Equal(NextStep.ApproveApp, error.Advice!.Step);
        Assert.Equal([TestOrg.ClientId, LoginUrl.ToAudience(_org.Server.HttpUrl), username], error.Advice.Facts);
    }

    [Fact]
    public async Task Control_characters_from_the_server_are_replaced()
    {
        _org.Answer(TestOrg.TokenPath, 400, """{"error":"invalid_grant","error_description":"a\u001b]0;title\u0007b\u009b31mc"}""");

        var error = await _org.FailToSignInAsync(_org.Flow());

        ContainsAll(error.Message, "said: invalid_grant: a\uFFFD]0;title\uFFFDb\uFFFD31mc. ");
    }

    private ISignInFlow Flow(GrantKind grant)
    {
        var client = new OAuthClient(_org.Server.HttpUrl, TestOrg.ClientId, WebOrg.Secret);
        return grant switch
        {
            GrantKind.RefreshToken => new RefreshTokenFlow(client, "5Aep861.token"),
            GrantKind.Password => new PasswordFlow(client, TestOrg.Username, "a password"),
            GrantKind.ClientCredentials => new ClientCredentialsFlow(client),
            GrantKind.TokenExchange => new TokenExchangeFlow(client, new GivenSubjectToken("a.token"), "Jwt"),
            GrantKind.Device => new DeviceFlow(client, "api", TimeSpan.FromMinutes(1), _ => { }),
            _ => throw new ArgumentOutOfRangeException(nameof(grant)),
        };
    }
}
