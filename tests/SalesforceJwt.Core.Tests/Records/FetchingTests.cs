using System.Text;
using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Records;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Records;

/// <summary>Fetching records by id and by external id.</summary>
public sealed class FetchingTests : IAsyncLifetime
{
    private const string Collection = "/services/data/v68.0/composite/sobjects/Contact";

    private TestOrg _org = null!;
    private SfSession _session = null!;
    private string[] _ids = [];

    public async ValueTask InitializeAsync()
    {
        _org = await TestOrg.StartShuffledAsync();
        _session = await _org.ConnectAsync();
        var answer = (await _session.SendAsync(new SfRequest { Uri = "query", Query = [new("q", "SELECT Id FROM Contact")] })).Json();
        _ids = [.. answer.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("Id").GetString()!)];
        _org.Org.Requests.Clear();
    }

    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        return _org.DisposeAsync();
    }

    [Fact]
    public async Task Records_are_returned_in_the_order_of_the_ids_with_an_error_for_a_missing_one()
    {
        var found = await FetchAsync(["LastName"], [_ids[2], "003gL0000000zzz", _ids[0], _ids[2]]);

        Assert.Equal([true, false, true, true], found.Select(f => f.Error is null));
        Assert.Equal(SfErrorKind.NotFound, found[1].Error!.Kind);
        Assert.Contains("003gL0000000zzz", found[1].Error!.Message, StringComparison.Ordinal);
        Assert.Contains("\"LastName\":\"Castro\"", Encoding.UTF8.GetString(found[0].Json.Span), StringComparison.Ordinal);
        Assert.True(
            JsonElement.DeepEquals(Encoding.UTF8.GetString(found[0].Json.Span).Json(), Encoding.UTF8.GetString(found[3].Json.Span).Json()));
        Assert.Equal($"POST {Collection}", Assert.Single(_org.Requests.Select(r => $"{r.Method} {r.Path}")));
    }

    [Fact]
    public async Task Without_fields_all_fields_are_fetched_in_a_batch()
    {
        var found = await FetchAsync([], [_ids[0], "003gL0000000zzz"]);

        Assert.Contains("\"SystemModstamp\"", Encoding.UTF8.GetString(found[0].Json.Span), StringComparison.Ordinal);
        Assert.Equal(SfErrorKind.NotFound, found[1].Error!.Kind);
        Assert.EndsWith("/composite/batch", Assert.Single(_org.Requests).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_external_id_a_key_with_several_records_is_an_error_that_lists_them()
    {
        var twin = RequestBody.FromBytes("""{"LastName":"Twin","External_Id__c":"C-000001"}"""u8.ToArray(), RequestBody.Json);
        await _session.SendAsync(new SfRequest { Method = HttpMethod.Post, Uri = "sobjects/Contact", Content = twin });

        var found = await FetchAsync(["LastName"], ["C-000002", "C-000001", "with space/slash"], "External_Id__c");

        Assert.Null(found[0].Error);
        Assert.Equal(SfErrorKind.MultipleMatches, found[1].Error!.Kind);
        Assert.Contains(_ids[0], found[1].Error!.Message, StringComparison.Ordinal);
        Assert.Equal(SfErrorKind.NotFound, found[2].Error!.Kind);
        Assert.Contains("'with space/slash'", found[2].Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("External_Id__c")]
    public async Task An_unknown_field_ends_the_run(string? externalId)
    {
        var error = await Assert.ThrowsAnyAsync<SfException>(() => FetchAsync(["Nonsense"], [externalId is null ? _ids[0] : "C-000001"], externalId));

        Assert.Equal(SfErrorKind.RequestInvalid, error.Kind);
        Assert.Contains("Nonsense", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[null]")]
    [InlineData("[null,null,null]")]
    [InlineData("""[{"Id":"1"},{"Id":""")]
    [InlineData("""{"Id":"1"}""")]
    [InlineData("<html>")]
    public async Task An_incomplete_answer_is_an_error(string body)
    {
        _org.Answer(Collection, 200, body);

        var error = await Assert.ThrowsAnyAsync<SfException>(() => FetchAsync(["Id"], [_ids[0], _ids[1]]));

        Assert.Equal(SfErrorKind.ResponseInvalid, error.Kind);
    }

    [Fact]
    public async Task A_read_is_repeated_after_a_broken_connection_since_it_changes_nothing()
    {
        _org.Fail(Collection, LocalOrg.FaultKind.Truncate);

        Assert.Null(Assert.Single(await FetchAsync(["Id"], [_ids[0]])).Error);
        Assert.Equal(2, _org.Requests.Count);
    }

    private Task<IReadOnlyList<FetchedRecord>> FetchAsync(string[] fields, string[] keys, string? externalId = null) =>
        new RecordFetcher(_session, "Contact", new FetchOptions { Fields = fields, ExternalIdField = externalId }).FetchAsync(keys, TestOrg.Cancellation);
}
