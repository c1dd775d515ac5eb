using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;

using static SalesforceJwt.Core.Tests.Support.TextAssert;

namespace SalesforceJwt.Core.Tests.OAuth;

/// <summary>A session from an access token alone.</summary>
public sealed class AccessTokenFlowTests : IAsyncLifetime
{
    private TestOrg _org = null!;
    private string _token = null!;

    public async ValueTask InitializeAsync()
    {
        _org = await TestOrg.StartShuffledAsync();
        using var session = await _org.ConnectAsync();
        _token = session.Token.AccessToken;
    }

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task It_sends_no_request_and_works_until_the_token_expires()
    {
        using var session = await SignInAsync(_token + "\r\n");
        Assert.Empty(_org.Requests);
        Assert.Equal((null, null, null), (session.Username, session.UserId, session.Client));

        await session.GetUserInfoAsync(null, TestOrg.Cancellation);

        Assert.Equal((TestOrg.Username, _org.Org.Id), (session.Username, session.OrganizationId));
        Assert.StartsWith("005", session.UserId, StringComparison.Ordinal);
        _org.Org.ExpireAllTokens();
        var error = await session.FailAsync(TestOrg.Echo, SfErrorKind.SessionExpired);
        ContainsAll(error.Message, "cannot be renewed", "made with the token alone");
        ContainsAll(error.Remedy, "Get a new token", "JWT flow");
        HidesSecrets(error, _token);
    }

    [Fact]
    public async Task A_bad_token_fails_the_first_request()
    {
        using var session = await SignInAsync("00D000000000001!never.was-one");

        var error = await Assert.ThrowsAnyAsync<SfException>(() => session.GetUserInfoAsync(null, TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.SessionExpired, error.Kind);
        Assert.Single(_org.Requests);
        HidesSecrets(error, "never.was-one");
    }

    [Theory]
    [InlineData("")]
    [InlineData("00D broken")]
    [InlineData("too-short")]
    public void Text_that_cannot_be_a_token_is_rejected_and_not_shown(string token)
    {
        var error = Assert.Throws<SfException>(() => new AccessTokenFlow(_org.Server.HttpUrl, token));

        Assert.Equal(SfErrorKind.ValueMissing, error.Kind);
        Assert.DoesNotContain("00D", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_cannot_be_converted_to_an_auth_URL()
    {
        using var session = await SignInAsync(_token);

        var error = Assert.Throws<SfException>(session.ToAuthUrl);

        Assert.Equal(SfErrorKind.RefreshTokenMissing, error.Kind);
        Assert.Equal(NextStep.GetRefreshToken, error.Advice!.Step);
    }

    private Task<SfSession> SignInAsync(string token) =>
        SfSession.SignInAsync(new AccessTokenFlow(_org.Server.HttpUrl, token), TestOrg.Options(), null, TestOrg.Cancellation);
}
