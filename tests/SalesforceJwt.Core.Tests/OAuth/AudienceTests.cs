using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.OAuth;

/// <summary>The audience of a My Domain: its own name first, then once the host that serves all orgs.</summary>
public sealed class AudienceTests : IAsyncLifetime
{
    private const string Login = "https://login.salesforce.com";
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await TestOrg.StartShuffledAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Theory]
    [InlineData("audience is invalid")]
    [InlineData("Audience validation failed")]
    public async Task One_other_audience_is_tried_and_remembered_for_renewals(string description)
    {
        _org.Org.Options.AcceptedAudiences.Add(Login);
        _org.Fail(TestOrg.TokenPath, 400, code: "invalid_grant", message: description);

        using var session = await _org.SignInAsync();

        Assert.Equal(Login, session.Audience);
        Assert.Equal(2, _org.SignIns.Count);

        _org.Org.Requests.Clear();
        await session.RenewAsync(session.Token, null, TestOrg.Cancellation);
        Assert.Single(_org.SignIns);
        Assert.Equal(Login, session.Audience);
    }

    [Fact]
    public async Task If_both_audiences_are_rejected_both_are_named_and_no_third_is_tried()
    {
        _org.Fail(TestOrg.TokenPath, 400, times: 9, code: "invalid_grant", message: "audience is invalid");

        var error = await _org.FailToSignInAsync();

        Assert.Equal(SfErrorKind.LoginAudienceInvalid, error.Kind);
        Assert.Contains(LoginUrl.ToAudience(_org.Server.HttpUrl), error.Remedy, StringComparison.Ordinal);
        Assert.Contains(Login, error.Remedy, StringComparison.Ordinal);
        Assert.Equal(2, _org.SignIns.Count);
    }

    [Fact]
    public async Task The_second_attempts_own_error_is_reported()
    {
        _org.Org.Options.AcceptedAudiences.Add(Login);
        _org.Org.Apps.Unapprove(TestOrg.ClientId, TestOrg.Username);
        _org.Fail(TestOrg.TokenPath, 400, code: "invalid_grant", message: "audience is invalid");

        var error = await _org.FailToSignInAsync();

        Assert.Equal(SfErrorKind.LoginNotApproved, error.Kind);
    }

    [Fact]
    public async Task A_given_audience_is_the_only_one_tried()
    {
        var error = await _org.FailToSignInAsync(_org.Flow(Login));

        Assert.Equal(SfErrorKind.LoginAudienceInvalid, error.Kind);
        Assert.Single(_org.SignIns);
    }

    [Theory]
    [InlineData("https://acme.my.salesforce.com", Login)]
    [InlineData("https://acme-dev-ed.develop.my.salesforce.com", Login)]
    [InlineData("https://acme--uat.sandbox.my.salesforce.com", "https://test.salesforce.com")]
    [InlineData("https://acme-123.scratch.my.salesforce.com", "https://test.salesforce.com")]
    [InlineData("https://acme--uat.cs12.my.salesforce.com", "https://test.salesforce.com")]
    public void The_other_audience_is_the_host_that_serves_orgs_of_the_kind(string myDomain, string other) =>
        Assert.Equal(new Uri(other), LoginUrl.ForAllOrgs(new Uri(myDomain)));
}
