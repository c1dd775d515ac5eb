using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Records;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Records;

/// <summary>Records that are deleted or updated by their external ids.</summary>
public sealed class ExternalIdLookupTests : ConnectedTests
{
    private const string Collections = "/services/data/v68.0/composite/sobjects";
    private const string Batch = "/services/data/v68.0/composite/batch";

    [Fact]
    public async Task They_are_deleted_by_the_ids_that_are_found_and_the_others_have_errors()
    {
        await CreateAsync("C-000001");

        var batch = await SaveAsync(RecordAction.Delete, Row(1, "C-000002"), Row(2, "C-000001"), Row(3, "nobody"), Row(4, "C-000003"));

        Assert.Equal([true, false, false, true], batch.Results.Select(r => r.Success));
        Assert.Equal([SfErrorKind.MultipleMatches, SfErrorKind.NotFound], batch.Results.Skip(1).Take(2).Select(r => r.Error!.Kind));
        Assert.StartsWith("Record 2 (Contact C-000001): ", batch.Results[1].Error!.Message, StringComparison.Ordinal);
        Assert.Equal(2, batch.Results[1].Error!.Message.Split("/sobjects/Contact/003").Length - 1);
        Assert.Contains("'nobody'", batch.Results[2].Error!.Message, StringComparison.Ordinal);
        Assert.StartsWith("003", batch.Results[0].Id, StringComparison.Ordinal);
        Assert.Null(batch.Results[1].Id);
        Assert.Equal([$"POST {Batch}", $"DELETE {Collections}"], Test.Requests.Select(r => $"{r.Method} {r.Path}"));
        Assert.Equal(0, await CountAsync("External_Id__c IN ('C-000002', 'C-000003')"));
        Assert.Equal(2, await CountAsync("External_Id__c = 'C-000001'"));
    }

    [Fact]
    public async Task Two_hundred_are_nine_requests()
    {
        var keys = Enumerable.Range(1, 200).Select(i => $"K-{i}").ToList();
        await Parallel.ForEachAsync(keys, TestOrg.Cancellation, async (key, _) => await CreateAsync(key));
        Test.Org.Requests.Clear();

        var batch = await SaveAsync(RecordAction.Delete, [.. keys.Select((key, i) => Row(i + 1, key))]);

        Assert.All(batch.Results, r => Assert.True(r.Success));
        Assert.Equal(200 / 25, Test.Requests.Count(r => r.Path == Batch));
        Assert.Equal(1, Test.Requests.Count(r => r.Path == Collections));
        Assert.Equal(0, await CountAsync("External_Id__c LIKE 'K-%'"));
    }

    [Fact]
    public async Task An_update_has_the_id_and_never_creates()
    {
        var batch = await SaveAsync(RecordAction.Update, Row(1, "C-000001", "Changed"), Row(2, "nobody", "Changed"));

        Assert.Equal([true, false], batch.Results.Select(r => r.Success));
        Assert.False(batch.Results[0].Created);
        Assert.Equal(SfErrorKind.NotFound, batch.Results[1].Error!.Kind);
        Assert.Contains($"\"Id\":\"{batch.Results[0].Id}\"", Test.Requests[^1].Body, StringComparison.Ordinal);
        Assert.Equal("PATCH", Test.Requests[^1].Method);
        Assert.Equal(1, await CountAsync("Title = 'Changed' AND External_Id__c = 'C-000001'"));
        Assert.Equal(0, await CountAsync("External_Id__c = 'nobody'"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_or_none_sends_nothing_where_one_is_not_found(bool deletes)
    {
        var batch = await SaveAsync(
            deletes ? RecordAction.Delete : RecordAction.Update,
            allOrNone: true,
            Row(1, "C-000001", "Changed"),
            Row(2, "nobody", "Changed"));

        Assert.Equal([SfErrorKind.RolledBack, SfErrorKind.NotFound], batch.Results.Select(r => r.Error!.Kind));
        Assert.Equal(Batch, Assert.Single(Test.Requests).Path);
    }

    [Fact]
    public async Task Locked_ones_are_sent_again_without_another_lookup()
    {
        Test.Org.RecordFaults.Add(new RecordFault { Index = 1 });

        var batch = await SaveAsync(RecordAction.Delete, Row(1, "C-000001"), Row(2, "C-000002"));

        Assert.All(batch.Results, r => Assert.True(r.Success));
        Assert.Equal([Batch, Collections, Collections], Test.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task A_lookup_that_fails_ends_it_and_nothing_is_deleted()
    {
        Test.Fail(Batch, 403, times: 0, code: "REQUEST_LIMIT_EXCEEDED", message: "TotalRequests Limit exceeded.");

        var batch = await SaveAsync(RecordAction.Delete, Row(1, "C-000001"), Row(2, "C-000002"));

        Assert.Equal(SfErrorKind.RequestLimitExceeded, batch.Stop!.Kind);
        Assert.All(batch.Results, r => Assert.True(r is { Success: false, WasStopped: true }));
        Assert.DoesNotContain(Test.Requests, r => r.Path == Collections);
    }

    [Fact]
    public void Their_batches_have_ten_groups_of_one_object()
    {
        var batcher = new RecordBatcher(new RecordOptions { Action = RecordAction.Delete, ExternalIdField = "External_Id__c" });

        // The first characters of external ids are no key prefix.
        Assert.All(Enumerable.Range(1, 50), i => Assert.Null(batcher.Add(Row(i, $"{i:000}-key"))));
        Assert.Equal(50, batcher.Flush().Count);
    }

    private static RecordRow Row(long number, string key, string? title = null) => new()
    {
        Number = number,
        Type = "Contact",
        Key = key,
        Json = title is null
            ? default
            : System.Text.Encoding.UTF8.GetBytes($$"""{"attributes":{"type":"Contact"},"Title":"{{title}}"}"""),
    };

    private Task<SavedBatch> SaveAsync(RecordAction action, params RecordRow[] rows) => SaveAsync(action, allOrNone: false, rows);

    private Task<SavedBatch> SaveAsync(RecordAction action, bool allOrNone, params RecordRow[] rows) =>
        new RecordSaver(Session, new RecordOptions { Action = action, AllOrNone = allOrNone, ExternalIdField = "External_Id__c" })
            .SaveAsync(rows, TestOrg.Cancellation);

    private async Task CreateAsync(string externalId)
    {
        var json = System.Text.Encoding.UTF8.GetBytes($$"""{"LastName":"Made","External_Id__c":"{{externalId}}"}""");
        await Session.SendAsync(
            new SfRequest { Method = HttpMethod.Post, Uri = "sobjects/Contact", Content = RequestBody.FromBytes(json, RequestBody.Json) });
        Test.Org.Requests.Clear();
    }

    private async Task<int> CountAsync(string condition)
    {
        var request = new SfRequest { Uri = "query", Query = [new("q", $"SELECT Id FROM Contact WHERE {condition}")] };
        return (await Session.SendAsync(request)).Json().GetProperty("totalSize").GetInt32();
    }
}
