using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Describe;

/// <summary>The error for a misspelt name suggests the nearest existing names, and always contains Salesforce's message.</summary>
public sealed class NameAdviceTests : IAsyncLifetime
{
    private const string Data = "/services/data/v68.0/";

    private TestOrg _org = null!;
    private SfSession _session = null!;

    public async ValueTask InitializeAsync()
    {
        _org = await TestOrg.StartShuffledAsync();

        // No time limit for the suggestion: a busy machine must not fail these tests.
        _session = await _org.ConnectAsync(TestOrg.Options() with { Time = new StoppedTime() });
    }

    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        return _org.DisposeAsync();
    }

    [Theory]
    [InlineData("SELECT Fistname FROM Contact", "FirstName")]
    [InlineData("SELECT firstNmae FROM Contact", "FirstName")]
    [InlineData("SELECT ExternalId FROM Contact", "External_Id__c")]
    [InlineData("SELECT External_Id FROM Contact", "External_Id__c")]
    [InlineData("SELECT FullName FROM Contact", "Name")]
    [InlineData("SELECT Account.Nam FROM Contact", "Name")]
    [InlineData("SELECT Acount.Name FROM Contact", "Account")]
    [InlineData("SELECT Id FROM Contcat", "Contact")]
    [InlineData("SELECT City FROM Contact", "MailingCity")]
    public async Task The_error_of_a_query_suggests_the_nearest_name(string soql, string meant)
    {
        var error = await _session.FailAsync(new SfRequest { Uri = "query", Query = [new("q", soql)] }, SfErrorKind.RequestInvalid);

        Assert.StartsWith($"Did you mean {meant}? ", error.Remedy, StringComparison.Ordinal);
        Assert.Contains("API name", error.Remedy, StringComparison.Ordinal);
        Assert.Contains("INVALID_", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sobjects/Acount", "Did you mean Account?")]
    [InlineData("sobjects/Acount/describe", "Did you mean Account?")]
    [InlineData("sobjects/Account/Extrnal_Id__c/1", "Did you mean External_Id__c?")]
    public async Task The_error_of_a_path_suggests_the_nearest_name(string uri, string advice) =>
        Assert.StartsWith(advice, (await _session.FailAsync(uri, SfErrorKind.NotFound)).Remedy, StringComparison.Ordinal);

    [Fact]
    public async Task The_error_of_a_record_suggests_the_nearest_name_and_is_otherwise_unchanged()
    {
        var error = await Assert.ThrowsAsync<SfRestException>(() => _session.PostAsync("sobjects/Contact", """{"LastNam":"x"}"""));

        Assert.StartsWith("Did you mean LastName? Check", error.Remedy, StringComparison.Ordinal);
        Assert.Equal((400, "INVALID_FIELD", "POST", SfErrorKind.RequestInvalid), (error.StatusCode, error.ErrorCode, error.Method, error.Kind));
        Assert.Contains("LastNam", error.ServerText, StringComparison.Ordinal);
        Assert.EndsWith("/sobjects/Contact", error.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_wrong_names_get_advice_each()
    {
        _org.Answer(Data + "query", 400, """
            [{"message":"No such column 'Emial' on entity 'Contact'.","errorCode":"INVALID_FIELD"},
             {"message":"No such column 'Phnoe' on entity 'Contact'.","errorCode":"INVALID_FIELD"}]
            """);

        Assert.StartsWith("Did you mean Email? Did you mean Phone for Phnoe? Check", (await FailAsync()).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_relationship_is_looked_up_in_the_outer_object()
    {
        _org.Answer(Data + "sobjects/Account/describe", 200, """
            {"name":"Account","fields":[{"name":"Id","type":"id"}],
             "childRelationships":[{"childSObject":"Contact","field":"AccountId","relationshipName":"Contacts"},{"childSObject":"X","field":"Y","relationshipName":null}]}
            """);
        _org.Answer(Data + "query", 400, """
            [{"message":"\nSELECT Id, (SELECT Id FROM Contact) FROM Account\n      ^\nERROR at Row:1:Column:12\nDidn't understand relationship 'Contact' in FROM part of query call.","errorCode":"INVALID_TYPE"}]
            """);

        Assert.StartsWith("Did you mean Contacts?", (await FailAsync()).Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT Zzzzzzzz FROM Contact")]
    [InlineData("SELECT Q FROM Contact")]
    public async Task Without_a_similar_name_the_error_is_unchanged(string soql)
    {
        var error = await _session.FailAsync(new SfRequest { Uri = "query", Query = [new("q", soql)] }, SfErrorKind.RequestInvalid);

        Assert.StartsWith("Check the API names", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_description_serves_many_errors()
    {
        await FailAsync("SELECT Fistname FROM Contact");
        await FailAsync("SELECT Lastnam FROM Contact");

        Assert.Single(_org.Requests, r => r.Path.EndsWith("describe", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_record_needs_no_advice()
    {
        var error = await _session.FailAsync("sobjects/Contact/003000000000000AAA", SfErrorKind.NotFound);

        Assert.StartsWith("Check path", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(503)]
    public async Task If_the_description_fails_the_error_is_unchanged(int status)
    {
        _org.Fail(Data + "sobjects/Contact/describe", status, times: 0);

        var error = await FailAsync("SELECT Fistname FROM Contact");

        Assert.StartsWith("Check the API names", error.Remedy, StringComparison.Ordinal);
        Assert.Equal(2, _org.Requests.Count);
    }

    [Fact]
    public async Task The_wait_for_a_description_has_a_limit()
    {
        using var session = await _org.ConnectAsync(TestOrg.Options() with { Time = new SkippingTime() });
        _org.Fail(Data + "sobjects/Contact/describe", FaultKind.Hang);

        var error = await Assert.ThrowsAsync<SfRestException>(() => session.GetAsync("query?q=SELECT+Fistname+FROM+Contact"));

        Assert.StartsWith("Check the API names", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_the_look_up_ends_it_immediately()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestOrg.Cancellation);
        _org.Fail(Data + "sobjects/Contact/describe", FaultKind.Hang);
        var call = _session.Rest.SendAsync(
            new SfRequest { Uri = "query?q=SELECT+Fistname+FROM+Contact" }, (response, cancel) => response.ReadTextAsync(cancel), null, stop.Token);
        await Until.TrueAsync(() => _org.Requests.Count == 2);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Names_of_the_Tooling_API_are_not_looked_up_in_the_data_API()
    {
        _org.Answer(Data + "tooling/query", 400, """[{"message":"sObject type 'Contcat' is not supported.","errorCode":"INVALID_TYPE"}]""");

        var error = await _session.FailAsync("tooling/query?q=x", SfErrorKind.RequestInvalid);

        Assert.StartsWith("Check the object's API name", error.Remedy, StringComparison.Ordinal);
        Assert.Single(_org.Requests);
    }

    private async Task<SfException> FailAsync(string soql = "x") =>
        await _session.FailAsync(new SfRequest { Uri = "query", Query = [new("q", soql)] }, SfErrorKind.RequestInvalid);
}
