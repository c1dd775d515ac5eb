using SalesforceJwt.Core.Admin;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Admin;

/// <summary>Tokens of apps are revoked one by one, each with its own outcome, and their secrets stay out of errors.</summary>
public sealed class AppTokensTests : ConnectedTests
{
    private const string Query = "/services/data/v68.0/query";
    private const string Revoke = "/services/oauth2/revoke";
    private const string Secret = "5EC2E7005EC2E7005EC2E7005EC2E7005EC2E7005EC2E7005EC2E7005EC2E700";

    private AppTokens Tokens => new(Session);

    [Fact]
    public async Task A_token_is_revoked_once_and_its_session_ends()
    {
        using var other = await Test.SignInAsync();
        var tokens = await ListAsync();

        var first = await Tokens.RevokeAsync(tokens, TestOrg.Cancellation);
        var second = await Tokens.RevokeAsync(tokens, TestOrg.Cancellation);

        Assert.NotEmpty(tokens);
        Assert.All(first.All, change => Assert.Equal((SfChangeOutcome.Changed, null), (change.Outcome, change.Error)));
        Assert.All(second.All, change => Assert.Equal((SfChangeOutcome.Unchanged, null), (change.Outcome, change.Error)));
        await other.GetAsync(TestOrg.Echo);
        Assert.Contains(Test.Requests, r => r is { Path: TestOrg.Echo, StatusCode: 401 });
    }

    [Fact]
    public async Task Each_token_has_its_outcome_in_order()
    {
        var real = Assert.Single(await ListAsync());
        SfAppToken[] tokens =
        [
            new("Unknown", real.UserId, Secret, real.InstanceUrl),
            new("Elsewhere", real.UserId, Secret, new Uri("https://other.my.salesforce.com")),
            real,
        ];
        Test.Org.Requests.Clear();

        var changes = (await Tokens.RevokeAsync(tokens, TestOrg.Cancellation)).All;

        Assert.Equal([SfChangeOutcome.Unchanged, SfChangeOutcome.Failed, SfChangeOutcome.Changed], changes.Select(c => c.Outcome));
        Assert.Equal(SfErrorKind.RecordOfOtherOrg, changes[1].Error?.Kind);
        Assert.Equal(2, Test.Requests.Count(r => r.Path == Revoke));
    }

    [Fact]
    public async Task A_revocation_that_fails_is_the_error_of_its_token_without_the_secret()
    {
        var real = Assert.Single(await ListAsync());
        Test.Answer(Revoke, 400, $$"""{"error":"server_error","error_description":"cannot revoke {{Secret}}"}""");

        var change = Assert.Single(
            (await Tokens.RevokeAsync([new("App", real.UserId, Secret, real.InstanceUrl)], TestOrg.Cancellation)).All);

        Assert.Equal(SfChangeOutcome.Failed, change.Outcome);
        Assert.DoesNotContain(Secret, change.Error?.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($$"""{"records":[{"AppName":"A","UserId":"005x","DeleteToken":"{{Secret}}"},{"AppName":"B"}]}""")]
    [InlineData($$"""{"records":[{"AppName":"A","DeleteToken":"{{Secret}}"}]}""")]
    [InlineData($"{Secret}")]
    public async Task A_list_that_cannot_be_read_is_an_error_without_the_secret(string body)
    {
        Test.Answer(Query, 200, body);

        var error = await Assert.ThrowsAnyAsync<SfException>(ListAsync);

        Assert.Equal(SfErrorKind.ResponseInvalid, error.Kind);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_without_user_and_secret_is_listed_and_cannot_be_revoked()
    {
        Test.Answer(Query, 200, """{"records":[{"AppName":"A","UserId":null,"DeleteToken":null}]}""");
        var tokens = await ListAsync();
        Test.Org.Requests.Clear();

        var change = Assert.Single((await Tokens.RevokeAsync(tokens, TestOrg.Cancellation)).All);

        Assert.Equal((SfChangeOutcome.Failed, SfErrorKind.RecordInvalid), (change.Outcome, change.Error?.Kind));
        Assert.Empty(Test.Requests);
    }

    [Fact]
    public async Task Tokens_are_listed_over_several_pages()
    {
        for (var i = 0; i < 3; i++)
        {
            var user = $"user{i}@example.com";
            Test.Org.Users.Add(user);
            Test.Org.Apps.Approve(TestOrg.ClientId, user);
            using var session = await SfSession.SignInAsync(Test.Flow(username: user), TestOrg.Options(), null, TestOrg.Cancellation);
        }

        Test.Org.Options.MaxPageSize = 1;

        Assert.Equal(4, (await ListAsync()).Select(token => token.Username).Distinct().Count());
        Assert.True(Test.Requests.Count(r => r.Path.StartsWith(Query, StringComparison.Ordinal)) >= 4);
    }

    private async Task<List<SfAppToken>> ListAsync()
    {
        var all = new List<SfAppToken>();
        await foreach (var page in Tokens.ListAsync(null, [], null, null, null, TestOrg.Cancellation))
        {
            all.AddRange(page);
        }

        return all;
    }
}
