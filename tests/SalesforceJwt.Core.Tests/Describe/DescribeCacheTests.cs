using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Describe;

/// <summary>Descriptions are read completely, cached, and requested again only if they may have changed.</summary>
public sealed class DescribeCacheTests : ConnectedTests
{
    private const string Contact = "/services/data/v68.0/sobjects/Contact/describe";

    [Fact]
    public async Task The_list_has_all_objects_by_name()
    {
        var objects = await DescribeCache.Of(Session).GetObjectsAsync(cancellationToken: TestOrg.Cancellation);

        Assert.Equal(objects.Select(o => o.Name).Order(StringComparer.OrdinalIgnoreCase), objects.Select(o => o.Name));
        var contact = Assert.Single(objects, o => o.Name == "Contact");
        Assert.Equal(("003", "Contact", true, false), (contact.KeyPrefix, contact.Label, contact.IsCreateable, contact.IsCustom));
    }

    [Fact]
    public async Task An_object_has_fields_relationships_and_picklists()
    {
        var opportunity = await GetAsync("opportunity");
        var account = await GetAsync("Account");

        Assert.Equal(("Opportunity", "006"), (opportunity.Name, opportunity.KeyPrefix));
        var stage = Field(opportunity, "StageName");
        Assert.True(stage.IsRequired);
        Assert.Contains(stage.PicklistValues, v => v is { Value: "Closed Won", Label: "Closed Won", IsActive: true, IsDefault: false });
        var parent = Field(opportunity, "AccountId");
        Assert.Equal(("Account", "reference"), (parent.RelationshipName, parent.Type));
        Assert.Equal(["Account"], parent.ReferenceTo);
        Assert.Contains(account.ChildRelationships, c => c is { ChildObject: "Opportunity", Field: "AccountId" });
        var key = Field(account, "External_Id__c");
        Assert.Equal((true, true, 255, false), (key.IsCustom, key.IsExternalId, key.Length, key.IsRequired));
    }

    [Fact]
    public async Task A_second_request_only_asks_whether_the_description_has_changed()
    {
        var first = await GetAsync("Contact");

        var second = await GetAsync("CONTACT");

        Assert.Same(first, second);
        Assert.Equal([200, 304], Test.Requests.Select(r => r.StatusCode));
        Assert.DoesNotContain("If-Modified-Since", Test.Requests[0].Headers.Keys);
        Assert.True(DateTimeOffset.TryParseExact(Test.Requests[1].Headers["If-Modified-Since"], "R", null, default, out _));
    }

    [Fact]
    public async Task A_changed_description_replaces_the_cached_one()
    {
        await GetAsync("Contact");
        Test.Answer(Contact, 200, """{"name":"Contact","fields":[{"name":"New__c","type":"string"}]}""");

        Assert.Equal(["New__c"], (await GetAsync("Contact")).Fields.Select(f => f.Name));
        Assert.Equal(["New__c"], (await GetAsync("Contact", new DescribeOptions { MaximumAge = TimeSpan.FromHours(1) })).Fields.Select(f => f.Name));
    }

    [Fact]
    public async Task A_recent_description_needs_no_request_and_a_refresh_requests_all_of_it()
    {
        await GetAsync("Contact");
        await GetAsync("Contact", new DescribeOptions { MaximumAge = TimeSpan.FromHours(1) });
        Assert.Single(Test.Requests);

        await GetAsync("Contact", new DescribeOptions { Refresh = true, MaximumAge = TimeSpan.FromHours(1) });

        Assert.Equal(2, Test.Requests.Count);
        Assert.DoesNotContain("If-Modified-Since", Test.Requests[1].Headers.Keys);
    }

    [Fact]
    public async Task Each_API_version_has_its_own_descriptions()
    {
        await GetAsync("Contact");
        await GetAsync("Contact", new DescribeOptions { ApiVersion = "60.0", MaximumAge = TimeSpan.FromHours(1) });

        Assert.Equal([Contact, "/services/data/v60.0/sobjects/Contact/describe"], Test.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task Concurrent_callers_share_one_request()
    {
        Test.Fail(Contact, FaultKind.Delay, delay: TimeSpan.FromMilliseconds(300));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => GetAsync("Contact")));

        Assert.Single(answers.Distinct());
        Assert.Single(Test.Requests);
    }

    [Theory]
    [InlineData("../limits")]
    [InlineData("Contact/describe")]
    [InlineData("Contact?x=1")]
    [InlineData("Contact\n")]
    [InlineData("1Contact")]
    [InlineData("")]
    public async Task An_invalid_name_is_never_sent(string name)
    {
        var error = await Assert.ThrowsAsync<SfException>(() => GetAsync(name));

        Assert.Equal(SfErrorKind.NameInvalid, error.Kind);
        Assert.Empty(Test.Requests);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"name":"Contact","fields":[{"type":"string"}]}""")]
    [InlineData("""{"name":"Contact","fields":[{"name":null,"type":"string"}]}""")]
    [InlineData("<html><title>Maintenance</title>")]
    public async Task An_answer_without_a_description_is_an_error_and_not_cached(string body)
    {
        Test.Answer(Contact, 200, body);

        var error = await Assert.ThrowsAsync<SfException>(() => GetAsync("Contact"));

        Assert.Equal(SfErrorKind.ResponseInvalid, error.Kind);
        Assert.Equal("Contact", (await GetAsync("Contact")).Name);
    }

    [Fact]
    public async Task An_error_does_not_change_the_cache()
    {
        await GetAsync("Contact");
        Test.Fail(Contact, 500, code: "UNKNOWN_EXCEPTION", message: "x");

        await Assert.ThrowsAnyAsync<SfException>(() => GetAsync("Contact"));

        Assert.Equal("Contact", (await GetAsync("Contact", new DescribeOptions { MaximumAge = TimeSpan.FromHours(1) })).Name);
        Assert.Equal(2, Test.Requests.Count);
    }

    private static SfField Field(SfObject description, string name) => Assert.Single(description.Fields, f => f.Name == name);

    private Task<SfObject> GetAsync(string name, DescribeOptions? options = null) =>
        DescribeCache.Of(Session).GetObjectAsync(name, options, null, TestOrg.Cancellation);
}
