using System.Security.Cryptography;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.TokenCache;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using static SalesforceJwt.Core.Tests.Support.TextAssert;

namespace SalesforceJwt.Core.Tests.OAuth.TokenCache;

/// <summary>Tokens of a user's sign-in that outlive the process: each session here stands for a process.</summary>
public sealed class CachedUserSignInTests : IAsyncLifetime
{
    private readonly TemporaryFolder _temporary = new();
    private readonly SealKey _key = new(RandomNumberGenerator.GetBytes(SealKey.Size), Vault: null);
    private string _answersAs = TestOrg.Username;
    private int _asked;
    private WebOrg _org = null!;

    private TokenCacheFolder Folder => new(_temporary["tokens"]);

    private int Renewals => _org.Test.SignIns.Count(request => request.Body!.Contains("grant_type=refresh_token", StringComparison.Ordinal));

    private int UserInfoRequests => _org.Test.Requests.Count(request => request.Path == "/services/oauth2/userinfo");

    public async ValueTask InitializeAsync() => _org = await WebOrg.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _temporary.Dispose();
    }

    [Fact]
    public async Task Another_process_uses_the_token_without_the_user()
    {
        using var first = await ConnectAsync();
        using var second = await ConnectAsync();

        Assert.Equal(1, _asked);
        Assert.Equal((first.Token.AccessToken, first.RefreshToken), (second.Token.AccessToken, second.RefreshToken));
        Assert.Equal(TestOrg.Username, second.Username);
        var entry = Assert.Single(Folder.Find(TestOrg.Username));
        Assert.Equal(("AuthorizationCode", "system key store"), (entry.Flow, entry.SealedWith));
        await second.GetAsync(TestOrg.Echo);
    }

    [Fact]
    public async Task A_token_that_ended_is_renewed_with_the_cached_refresh_token()
    {
        using (await ConnectAsync())
        {
        }

        _org.Org.ExpireAllTokens();
        using var second = await ConnectAsync();
        using var third = await ConnectAsync();

        Assert.Equal((1, 1), (_asked, Renewals));
        Assert.Equal(second.Token.AccessToken, third.Token.AccessToken);
    }

    [Fact]
    public async Task A_refresh_token_that_another_process_rotated_is_taken_from_the_cache()
    {
        _org.App.RotateRefreshTokens = true;
        using var first = await ConnectAsync();
        using var second = await ConnectAsync();

        foreach (var session in new[] { first, second, first, second })
        {
            _org.Org.ExpireAllTokens();
            await session.GetAsync(TestOrg.Echo);
        }

        Assert.Equal((1, 4), (_asked, Renewals));
    }

    [Fact]
    public async Task When_nothing_in_the_cache_works_the_user_is_asked_again()
    {
        using (await ConnectAsync())
        {
        }

        _org.Org.ExpireAllTokens();
        _org.Org.ExpireRefreshTokens();
        _org.Org.Users.Add("second@example.com");
        _answersAs = "second@example.com";
        using var second = await ConnectAsync();
        using var third = await ConnectAsync();

        Assert.Equal(2, _asked);
        Assert.Equal(("second@example.com", "second@example.com"), (second.Username, third.Username));
        Assert.Equal(second.Token.AccessToken, third.Token.AccessToken);
    }

    [Fact]
    public async Task Without_a_refresh_token_the_user_is_asked_once_the_token_has_ended()
    {
        using (await ConnectAsync(scope: "api"))
        {
        }

        using (await ConnectAsync(scope: "api"))
        {
        }

        Assert.Equal(1, _asked);
        _org.Org.ExpireAllTokens();
        using var third = await ConnectAsync(scope: "api");

        Assert.Equal(2, _asked);
        await third.GetAsync(TestOrg.Echo);
    }

    [Theory]
    [InlineData("api refresh_token", SfErrorKind.LoginRefreshTokenInvalid)]
    [InlineData("api", SfErrorKind.SessionExpired)]
    public async Task An_established_connection_asks_nobody_and_its_dead_tokens_leave_the_cache(string scope, SfErrorKind kind)
    {
        using (await ConnectAsync(scope: scope))
        {
        }

        using var session = await ConnectAsync(scope: scope);
        _org.Org.ExpireAllTokens();
        _org.Org.ExpireRefreshTokens();

        await session.FailAsync(TestOrg.Echo, kind);

        Assert.Equal(1, _asked);
        Assert.Empty(Folder.Find());
    }

    [Fact]
    public async Task Other_scopes_users_vaults_and_keys_do_not_get_the_token()
    {
        using var first = await ConnectAsync();
        using var scope = await ConnectAsync(scope: "api");
        using var hint = await ConnectAsync(hint: TestOrg.Username);
        using var vault = await ConnectAsync(key: _key with { Vault = "work" });
        Assert.Equal(4, _asked);
        Assert.Equal(["system key store", "system key store", "system key store", "vault work"], Folder.Find().Select(e => e.SealedWith).Order());

        // A new key in the system's store: the entry cannot be opened, and is replaced.
        var other = new SealKey(RandomNumberGenerator.GetBytes(SealKey.Size), Vault: null);
        using var replaced = await ConnectAsync(key: other);
        using var again = await ConnectAsync(key: other);
        Assert.Equal(5, _asked);
        Assert.Equal(4, Folder.Find().Count);
    }

    [Fact]
    public async Task The_token_of_another_user_than_expected_is_not_kept()
    {
        _org.Org.Users.Add("second@example.com");
        _answersAs = "second@example.com";

        using var session = await ConnectAsync(hint: TestOrg.Username);

        Assert.Equal("second@example.com", session.Username);
        Assert.Empty(Folder.Find());
    }

    [Fact]
    public async Task A_sign_in_that_was_demanded_replaces_the_token()
    {
        using var first = await ConnectAsync();
        using var second = await ConnectAsync(signsInFirst: true);
        using var third = await ConnectAsync();

        Assert.Equal(2, _asked);
        Assert.Equal(second.Token.AccessToken, third.Token.AccessToken);
        _org.Org.ExpireAllTokens();
        await second.GetAsync(TestOrg.Echo);
        await third.GetAsync(TestOrg.Echo);
        Assert.Equal((2, 1), (_asked, Renewals));
    }

    [Fact]
    public async Task The_file_holds_neither_token()
    {
        using var session = await ConnectAsync();

        var text = await File.ReadAllTextAsync(Assert.Single(Folder.Find()).Path, TestOrg.Cancellation);

        Assert.DoesNotContain(session.Token.AccessToken, text, StringComparison.Ordinal);
        Assert.DoesNotContain(session.RefreshToken!, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_given_refresh_token_that_was_rotated_still_works_for_other_processes()
    {
        _org.App.RotateRefreshTokens = true;
        string given;
        using (var session = await _org.SignInAsync())
        {
            given = session.RefreshToken!;
        }

        using var first = await SignInAsync(new RefreshTokenFlow(_org.Client, given));
        _org.Org.ExpireAllTokens();
        using var second = await SignInAsync(new RefreshTokenFlow(_org.Client, given));

        // Given the rotated token, it renews with the current one.
        await second.GetAsync(TestOrg.Echo);
        await first.GetAsync(TestOrg.Echo);

        Assert.Equal(2, Renewals);
        Assert.Equal(second.Token.AccessToken, first.Token.AccessToken);
    }

    [Fact]
    public async Task The_user_of_an_app_is_asked_for_once()
    {
        _org.Org.Apps.Approve(TestOrg.ClientId, TestOrg.Username);
        _org.App.ConsumerSecret = WebOrg.Secret;
        _org.App.RunAsUsername = TestOrg.Username;
        for (var i = 0; i < 3; i++)
        {
            using var session = await SignInAsync(new ClientCredentialsFlow(_org.Client));
            await session.IdentifyAsync(null, TestOrg.Cancellation);
            Assert.Equal(TestOrg.Username, session.Username);
        }

        Assert.Single(_org.Test.SignIns);
        Assert.Equal(1, UserInfoRequests);
        Assert.Equal(TestOrg.Username, Assert.Single(Folder.Find(TestOrg.Username)).Username);
    }

    [Fact]
    public void Seal_keys_print_no_bytes()
    {
        ContainsAll(new SealKey([1, 2, 3], "work").ToString(), "work");
        Assert.DoesNotContain("Byte", new SealKey([1, 2, 3], "work").ToString(), StringComparison.Ordinal);
    }

    private async Task<SfSession> ConnectAsync(
        string scope = "api refresh_token", string? hint = null, SealKey? key = null, bool signsInFirst = false)
    {
        var flow = new WebServerFlow(_org.Client, new WebSignIn { CallbackUrl = _org.CallbackUrl, Scope = scope, LoginHint = hint, Show = Answer });
        var session = await SfSession.SignInAsync(
            new CachedTokenFlow(flow, Folder, key ?? _key, signsInFirst), TestOrg.Options(), null, TestOrg.Cancellation);
        await session.IdentifyAsync(null, TestOrg.Cancellation);
        return session;
    }

    private Task<SfSession> SignInAsync(ISignInFlow flow) =>
        SfSession.SignInAsync(new CachedTokenFlow(flow, Folder), TestOrg.Options(), null, TestOrg.Cancellation);

    private void Answer(Uri url, Uri start)
    {
        _asked++;
        _ = Task.Run(
            async () =>
            {
                using var user = new Browser();
                await user.AllowAsync(url, _answersAs);
            },
            TestOrg.Cancellation);
    }
}
