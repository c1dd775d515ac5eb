using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;
using static SalesforceJwt.Core.Tests.Support.TextAssert;

namespace SalesforceJwt.Core.Tests.OAuth;

/// <summary>The user-agent flow: the token comes in the fragment, which the page's script posts back.</summary>
public sealed class UserAgentFlowTests : IAsyncLifetime
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
    public async Task The_fragment_becomes_a_session_that_renews_itself()
    {
        var attempt = await _org.BeginAsync(isUserAgent: true);
        Assert.Equal("token", attempt.Query("response_type"));
        await _user.AllowAsync(attempt.Url);
        ContainsAll(_user.Page, "location.hash", "method: 'POST'", "<noscript>");
        Assert.False(attempt.Session.IsCompleted);

        await PostAsync(_user.Address.Fragment[1..]);

        using var session = await attempt.Session;
        ContainsAll(_user.Page, "Signed in");
        Assert.Empty(_org.Test.SignIns);
        _org.Org.ExpireAllTokens();
        await session.GetAsync(TestOrg.Echo);
        Assert.Single(_org.Test.SignIns);
    }

    [Fact]
    public async Task An_error_in_the_fragment_is_reported()
    {
        _org.App.Policy = AppPolicy.AdminApproved;
        var attempt = await _org.BeginAsync(isUserAgent: true);
        await _user.LogInAsync(attempt.Url);

        await PostAsync(_user.Address.Fragment[1..]);

        await attempt.FailAsync(SfErrorKind.LoginNotAdminApproved);
        ContainsAll(_user.Page, "Sign-in failed", "not admin approved");
    }

    [Fact]
    public async Task An_error_in_the_query_is_reported_too()
    {
        var attempt = await _org.BeginAsync(isUserAgent: true);
        await _user.OpenAsync(attempt.Callback("error=unsupported_response_type"));

        var error = await attempt.FailAsync(SfErrorKind.LoginFlowNotEnabled);
        ContainsAll(error.Remedy, "Allow OAuth User-Agent Flows");
    }

    [Theory]
    [InlineData("")]
    [InlineData("access_token=stolen&instance_url=https://evil.example")]
    [InlineData("state=wrong&access_token=stolen&instance_url=https://evil.example")]
    public async Task A_posted_fragment_with_another_state_is_rejected(string fragment)
    {
        var attempt = await _org.BeginAsync(isUserAgent: true);

        await PostAsync(fragment);

        Assert.Equal(400, _user.Status);
        Assert.False(attempt.Session.IsCompleted);
        await FinishAsync(attempt);
    }

    [Fact]
    public async Task A_huge_form_is_rejected_and_not_read()
    {
        var attempt = await _org.BeginAsync(isUserAgent: true);

        await PostAsync($"state={attempt.Query("state")}&error=access_denied&error_description={new string('x', 100_000)}");

        Assert.Equal(413, _user.Status);
        Assert.False(attempt.Session.IsCompleted);
        await FinishAsync(attempt);
    }

    [Fact]
    public async Task A_form_with_two_states_is_rejected()
    {
        var attempt = await _org.BeginAsync(isUserAgent: true);

        await PostAsync($"state=wrong&state={attempt.Query("state")}&access_token=x");

        Assert.Equal(400, _user.Status);
        await FinishAsync(attempt);
    }

    [Fact]
    public async Task An_incomplete_token_response_is_an_error_and_not_shown()
    {
        var attempt = await _org.BeginAsync(isUserAgent: true);

        await PostAsync($"state={attempt.Query("state")}&access_token=00D.half-a-response");

        var error = await attempt.FailAsync(SfErrorKind.ResponseInvalid);
        ContainsAll(error.Message, "neither a whole token response nor an error");
        HidesSecrets(error, "00D.half-a-response");
        Assert.DoesNotContain("00D.half-a-response", _user.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_for_a_foreign_host_is_rejected()
    {
        var attempt = await _org.BeginAsync(isUserAgent: true);

        await PostAsync($"state={attempt.Query("state")}&access_token=x&instance_url=https://evil.example");

        await attempt.FailAsync(SfErrorKind.InstanceUrlUntrusted);
        ContainsAll(_user.Page, "Sign-in failed");
    }

    private async Task FinishAsync(WebAttempt attempt)
    {
        await _user.AllowAsync(attempt.Url);
        await PostAsync(_user.Address.Fragment[1..]);
        using var session = await attempt.Session;
    }

    private Task PostAsync(string fragment) => _user.SendAsync(new HttpRequestMessage(HttpMethod.Post, _org.CallbackUrl)
    {
        Content = new StringContent(fragment, new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded")),
    });
}
