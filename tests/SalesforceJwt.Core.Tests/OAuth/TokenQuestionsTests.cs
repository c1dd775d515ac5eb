using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;

using static SalesforceJwt.Core.Tests.Support.TextAssert;

namespace SalesforceJwt.Core.Tests.OAuth;

/// <summary>Requests of a session about tokens: introspection, userinfo, revocation.</summary>
public sealed class TokenQuestionsTests : IAsyncLifetime
{
    private const string Introspect = "/services/oauth2/introspect";
    private const string UserInfoPath = "/services/oauth2/userinfo";
    private const string Revoke = "/services/oauth2/revoke";

    private WebOrg _org = null!;
    private SfSession _session = null!;

    public async ValueTask InitializeAsync()
    {
        _org = await WebOrg.StartAsync();
        _org.App.ConsumerSecret = WebOrg.Secret;
        _session = await _org.SignInAsync();
        _org.Org.Requests.Clear();
    }

    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        return _org.DisposeAsync();
    }

    [Fact]
    public async Task A_good_access_token_is_described()
    {
        var info = await _session.IntrospectAsync(_org.Client, null, null, TestOrg.Cancellation);

        Assert.Equal((true, "access_token", TestOrg.Username, TestOrg.ClientId, "api refresh_token"), (info.IsActive, info.TokenType, info.Username, info.ClientId, info.Scope));
        Assert.EndsWith(_session.UserId!, info.Subject, StringComparison.Ordinal);
        Assert.Equal(DateTimeOffset.UtcNow.ToUnixTimeSeconds(), info.IssuedAt!.Value.ToUnixTimeSeconds(), 60d);
        Assert.Equal(TimeSpan.FromHours(2), info.ExpiresAt - info.NotBefore);
    }

    [Fact]
    public async Task A_refresh_token_is_described_as_a_refresh_token()
    {
        var info = await _session.IntrospectAsync(_org.Client, _session.RefreshToken, null, TestOrg.Cancellation);

        Assert.Equal((true, "refresh_token", null), (info.IsActive, info.TokenType, info.ExpiresAt));
    }

    [Fact]
    public async Task An_expired_token_is_inactive_and_introspection_does_not_renew_it()
    {
        _org.Org.ExpireAllTokens();

        var info = await _session.IntrospectAsync(_org.Client, null, null, TestOrg.Cancellation);

        Assert.Equivalent(new SfTokenInfo(isActive: false), info, strict: true);
        Assert.Equal(Introspect, Assert.Single(_org.Test.Requests).Path);
    }

    [Theory]
    [InlineData("5EC2E7.wrong")]
    [InlineData(null)]
    public async Task A_wrong_secret_is_an_error_and_not_shown(string? secret)
    {
        var error = await Assert.ThrowsAnyAsync<SfException>(
            () => _session.IntrospectAsync(new OAuthClient(_session.LoginUrl, TestOrg.ClientId, secret), null, null, TestOrg.Cancellation));

        Assert.Equal((SfErrorKind.LoginClientSecretInvalid, 401), (error.Kind, error.StatusCode));
        ContainsAll(error.Advised(), "SetClientSecret");
        Assert.DoesNotContain("Require Secret", error.Remedy, StringComparison.Ordinal);
        HidesSecrets(error, _session.Token.AccessToken, secret ?? "5EC2E7.wrong");
    }

    [Theory]
    [InlineData("""{"active":true,"exp":null,"iat":"1","nbf":1.5}""")]
    [InlineData("""{"active":true,"exp":99999999999999,"iat":-1,"nbf":{}}""")]
    public async Task Invalid_times_are_null(string body)
    {
        _org.Test.Answer(Introspect, 200, body);

        var info = await _session.IntrospectAsync(_org.Client, null, null, TestOrg.Cancellation);

        Assert.Equal((true, null, null, null), (info.IsActive, info.ExpiresAt, info.IssuedAt, info.NotBefore));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"active":"yes"}""")]
    [InlineData("true")]
    [InlineData("<html>maintenance</html>")]
    public async Task An_invalid_introspection_response_is_an_error(string body)
    {
        _org.Test.Answer(Introspect, 200, body);

        var error = await Assert.ThrowsAnyAsync<SfException>(() => _session.IntrospectAsync(_org.Client, null, null, TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.ResponseInvalid, error.Kind);
        Assert.DoesNotContain("token response", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_user_is_described_after_renewing_an_expired_token()
    {
        _org.Org.ExpireAllTokens();

        var user = await _session.GetUserInfoAsync(null, TestOrg.Cancellation);

        Assert.Equal((TestOrg.Username, _session.UserId, _org.Org.Id, "STANDARD", true), (user.Username, user.UserId, user.OrganizationId, user.UserType, user.IsActive));
        Assert.Equal(DateTimeOffset.UtcNow.ToUnixTimeSeconds(), user.UpdatedAt!.Value.ToUnixTimeSeconds(), 60d);
        Assert.Equal([(UserInfoPath, 403), (TestOrg.TokenPath, 200), (UserInfoPath, 200)], _org.Test.Requests.Select(r => (r.Path, r.StatusCode)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("<html>maintenance</html>")]
    public async Task A_userinfo_response_without_a_user_is_an_error(string body)
    {
        _org.Test.Answer(UserInfoPath, 200, body);

        var error = await Assert.ThrowsAnyAsync<SfException>(() => _session.GetUserInfoAsync(null, TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.ResponseInvalid, error.Kind);
    }

    [Fact]
    public async Task Revoking_the_access_token_does_not_revoke_the_refresh_token()
    {
        await _session.RevokeAsync(null, TestOrg.Cancellation);

        Assert.Equal((Revoke, 200), Assert.Single(_org.Test.Requests.Select(r => (r.Path, r.StatusCode))));
        await _session.GetAsync(TestOrg.Echo);
        Assert.Single(_org.Test.SignIns);
    }

    [Fact]
    public async Task Revoking_the_refresh_token_ends_the_session()
    {
        await _session.RevokeRefreshTokenAsync(null, TestOrg.Cancellation);

        await _session.FailAsync(TestOrg.Echo, SfErrorKind.LoginRefreshTokenInvalid);
    }

    [Fact]
    public async Task Revoking_an_expired_token_succeeds()
    {
        _org.Org.ExpireAllTokens();
        _org.Org.ExpireRefreshTokens();

        await _session.RevokeAsync(null, TestOrg.Cancellation);
        await _session.RevokeRefreshTokenAsync(null, TestOrg.Cancellation);

        Assert.Equal([400, 400], _org.Test.Requests.Select(r => r.StatusCode));
    }

    [Fact]
    public async Task A_failed_revocation_says_that_the_token_is_still_valid()
    {
        _org.Test.Fail(Revoke, 400, code: "server_error", message: "you sent " + _session.RefreshToken);

        var error = await Assert.ThrowsAnyAsync<SfException>(() => _session.RevokeRefreshTokenAsync(null, TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.RequestFailed, error.Kind);
        ContainsAll(error.Message, "did not revoke the token", "you sent ***");
        HidesSecrets(error, _session.RefreshToken);
    }
}
