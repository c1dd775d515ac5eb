using Microsoft.AspNetCore.WebUtilities;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;
using static SalesforceJwt.Core.Tests.Support.TextAssert;

namespace SalesforceJwt.Core.Tests.OAuth;

/// <summary>Refresh tokens: those from an interactive sign-in, and given ones.</summary>
public sealed class RefreshTokenFlowTests : IAsyncLifetime
{
    private WebOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await WebOrg.StartAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task Concurrent_callers_share_one_renewal()
    {
        using var session = await SignInAndForgetAsync();
        var old = session.Token.AccessToken;
        _org.Org.ExpireAllTokens();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => session.GetAsync(TestOrg.Echo)));

        var renewal = QueryHelpers.ParseQuery(Assert.Single(_org.Test.SignIns).Body);
        Assert.Equal(("refresh_token", session.RefreshToken), (renewal["grant_type"].ToString(), renewal["refresh_token"].ToString()));
        Assert.NotEqual(old, session.Token.AccessToken);
    }

    [Fact]
    public async Task With_rotation_the_new_token_is_used_from_then_on()
    {
        _org.App.RotateRefreshTokens = true;
        using var session = await SignInAndForgetAsync();
        var first = session.RefreshToken;
        for (var i = 0; i < 3; i++)
        {
            _org.Org.ExpireAllTokens();
            await session.GetAsync(TestOrg.Echo);
        }

        string[] sent = [.. _org.Test.SignIns.Select(r => QueryHelpers.ParseQuery(r.Body)["refresh_token"].ToString())];
        Assert.Equal(first, sent[0]);
        Assert.Equal(3, sent.Distinct().Count());
        Assert.DoesNotContain(session.RefreshToken, sent);
    }

    [Fact]
    public async Task The_renewal_sends_the_consumer_secret()
    {
        _org.App.ConsumerSecret = WebOrg.Secret;
        using var session = await SignInAndForgetAsync();
        _org.Org.ExpireAllTokens();

        await session.GetAsync(TestOrg.Echo);

        Assert.Equal(WebOrg.Secret, QueryHelpers.ParseQuery(Assert.Single(_org.Test.SignIns).Body)["client_secret"].ToString());
    }

    [Fact]
    public async Task A_revoked_token_ends_the_session_with_an_explanation()
    {
        using var session = await SignInAndForgetAsync();
        var refresh = session.RefreshToken;
        _org.Org.ExpireRefreshTokens();
        _org.Org.ExpireAllTokens();

        var error = await session.FailAsync(TestOrg.Echo, SfErrorKind.LoginRefreshTokenInvalid);

        ContainsAll(error.Message, "expired access/refresh token", "revoked");
        ContainsAll(error.Remedy, "Sign in again", "JWT flow");
        HidesSecrets(error, refresh);
        Assert.Single(_org.Test.SignIns);
    }

    [Fact]
    public async Task An_expired_token_ends_the_session_too()
    {
        using var session = await SignInAndForgetAsync();
        _org.App.RefreshTokenLifetime = TimeSpan.Zero;
        using var second = await SignInAndForgetAsync();
        _org.Org.ExpireAllTokens();

        var error = await second.FailAsync(TestOrg.Echo, SfErrorKind.LoginRefreshTokenInvalid);

        ContainsAll(error.Message, "token validity expired");
    }

    [Fact]
    public async Task Without_a_refresh_token_the_session_ends_and_is_not_renewed()
    {
        using var session = await _org.SignInAsync(s => s with { Scope = "api" });
        _org.Org.Requests.Clear();
        Assert.Null(session.RefreshToken);
        _org.Org.ExpireAllTokens();

        var error = await session.FailAsync(TestOrg.Echo, SfErrorKind.SessionExpired);

        ContainsAll(error.Message, "no refresh token");
        ContainsAll(error.Remedy, "Sign in again", "refresh_token");
        Assert.Empty(_org.Test.SignIns);
    }

    [Fact]
    public async Task A_given_token_signs_in_and_renews()
    {
        string refresh;
        using (var session = await SignInAndForgetAsync())
        {
            refresh = session.RefreshToken!;
        }

        using var given = await SfSession.SignInAsync(new RefreshTokenFlow(_org.Client, $" {refresh}\n"), TestOrg.Options(), null, TestOrg.Cancellation);
        _org.Org.ExpireAllTokens();
        await given.GetAsync(TestOrg.Echo);

        Assert.Equal(refresh, given.RefreshToken);
        Assert.Equal(2, _org.Test.SignIns.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("5Aep861 broken\nby a mail")]
    public void Text_that_cannot_be_a_refresh_token_is_rejected_and_not_quoted(string text)
    {
        var error = Assert.Throws<SfException>(() => new RefreshTokenFlow(_org.Client, text));

        Assert.Equal(SfErrorKind.ValueMissing, error.Kind);
        ContainsAll(error.Message, "refresh token");
        Assert.DoesNotContain("5Aep", error.Message + error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_session_does_not_keep_its_token()
    {
        var session = await SignInAndForgetAsync();
        Assert.NotNull(session.RefreshToken);

        session.Dispose();

        Assert.Null(session.RefreshToken);
        Assert.Null(session.Current.RefreshToken);
    }

    [Fact]
    public async Task A_user_who_was_deactivated_meanwhile_is_an_error()
    {
        using var session = await SignInAndForgetAsync();
        _org.Org.Users.Add(TestOrg.Username, active: false);
        _org.Org.ExpireAllTokens();

        var error = await session.FailAsync(TestOrg.Echo, SfErrorKind.LoginUserInactive);

        ContainsAll(error.Message, "The user is deactivated or frozen");
    }

    [Theory]
    [InlineData("access_token", "00D!abc\\r\\nX-Injected: 1")]
    [InlineData("access_token", "00D!\u00e4")]
    [InlineData("access_token", "00D! abc")]
    [InlineData("access_token", "00D!\\u0000")]
    [InlineData("refresh_token", "5Aep\\nabc")]
    [InlineData("token_type", "Bearer\\r\\nX-Injected: 1")]
    [InlineData("instance_url", "https://acme.my.salesforce.com\\r\\n")]
    [InlineData("id", "https://login.salesforce.com/id/00D/005\\u001b[2J")]
    public async Task A_token_response_that_could_inject_a_header_is_rejected(string field, string value)
    {
        var answer = new Dictionary<string, string>
        {
            ["access_token"] = "00D!EVILTOKEN",
            ["instance_url"] = "https://acme.my.salesforce.com",
            ["token_type"] = "Bearer",
        };
        answer[field] = value;
        var json = "{" + string.Join(',', answer.Select(f => $"\"{f.Key}\":\"{f.Value}\"")) + "}";
        await using var server = await RawServer.StartAsync(_ => RawServer.Answer(200, "application/json", json));
        var flow = new RefreshTokenFlow(new OAuthClient(server.Url, TestOrg.ClientId), "refresh");

        var error = await Assert.ThrowsAnyAsync<SfException>(
            () => SfSession.SignInAsync(flow, TestOrg.Options(), null, TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.ResponseInvalid, error.Kind);
        Assert.DoesNotContain("EVILTOKEN", error.ToString() + error.ServerText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renewal_is_repeated_after_a_server_error()
    {
        using var session = await SignInAndForgetAsync();
        _org.Org.ExpireAllTokens();
        _org.Test.Fail(TestOrg.TokenPath, 503);
        _org.Test.Fail(TestOrg.TokenPath, FaultKind.Reset);

        await session.GetAsync(TestOrg.Echo);

        Assert.Equal(3, _org.Test.SignIns.Count);
    }

    private async Task<SfSession> SignInAndForgetAsync()
    {
        var session = await _org.SignInAsync();
        _org.Org.Requests.Clear();
        return session;
    }
}
