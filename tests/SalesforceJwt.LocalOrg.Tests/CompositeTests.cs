using System.Text.Json;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Composite requests: <c>/composite</c>, <c>/composite/graph</c> and <c>/composite/batch</c>.</summary>
public sealed class CompositeTests
{
    private const string Root = $"{TestOrg.Data}/composite";
    private const string SObjects = $"/{TestOrg.Data}/sobjects";

    [Fact]
    public async Task Later_subrequests_use_the_responses_of_earlier_ones()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (status, body) = await org.SendAsync(Post, Root, Composite(
            true,
            Step("POST", $"{SObjects}/Account", "account", new { Name = "Ref" }),
            Step("POST", $"{SObjects}/Contact", "contact", new { LastName = "Child of @{account.id}", AccountId = "@{account.id}" }),
            Step("GET", $"/{TestOrg.Data}/query?q=SELECT+Id,LastName+FROM+Contact+WHERE+AccountId='@{{account.id}}'", "query"),
            Step("PATCH", $"{SObjects}/Contact/@{{query.records[0].Id}}", "update", new { Title = "@{query.records[0].LastName}" }),
            Step("POST", $"/{TestOrg.Data}/composite/sobjects", "both", new { records = new[] { new { attributes = new { type = "Account" }, Name = "Coll" } } }),
            Step("GET", $"{SObjects}/Account/@{{both[0].id}}?fields=Name", "read")));
        Assert.Equal(200, status);
        Assert.Equal([201, 201, 200, 204, 200, 200], Statuses(body));
        var answers = body.GetProperty("compositeResponse");
        var contactId = answers[1].GetProperty("body").GetProperty("id").GetString();
        Assert.Equal($"{SObjects}/Contact/{contactId}", answers[1].GetProperty("httpHeaders").GetProperty("Location").GetString());
        Assert.Equal(JsonValueKind.Null, answers[3].GetProperty("body").ValueKind);
        Assert.Equal("Coll", answers[5].GetProperty("body").GetProperty("Name").GetString());
        var accountId = answers[0].GetProperty("body").GetProperty("id").GetString();
        Assert.Equal(
            $"Child of {accountId}", (await org.GetAsync($"{SObjects[1..]}/Contact/{contactId}")).GetProperty("Title").GetString());
        Assert.Equal("contact", answers[1].GetProperty("referenceId").GetString());
    }

    [Fact]
    public async Task All_or_none_halts_and_rolls_back()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        object[] steps =
        [
            Step("POST", $"{SObjects}/Account", "a", new { Name = "Gone" }),
            Step("POST", $"{SObjects}/Contact", "b", new { Title = "no name" }),
            Step("POST", $"{SObjects}/Account", "c", new { Name = "Gone" }),
        ];
        var (status, all) = await org.SendAsync(Post, Root, Composite(true, steps));
        Assert.Equal(200, status);
        Assert.Equal([400, 400, 400], Statuses(all));
        Assert.Equal(["PROCESSING_HALTED", "REQUIRED_FIELD_MISSING", "PROCESSING_HALTED"], Codes(all));
        Assert.Equal(0, await CountAsync(org, "Gone"));

        var (_, some) = await org.SendAsync(Post, Root, Composite(false, [.. steps, Step("GET", $"{SObjects}/Contact/@{{b.id}}", "d")]));
        Assert.Equal([201, 400, 201, 400], Statuses(some));
        Assert.Equal(
            "Invalid reference specified. No value for b.id found in b",
            some.GetProperty("compositeResponse")[3].GetProperty("body")[0].GetProperty("message").GetString());
        Assert.Equal(2, await CountAsync(org, "Gone"));
    }

    [Fact]
    public async Task A_failed_record_of_a_collection_fails_all_or_none()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (_, body) = await org.SendAsync(Post, Root, Composite(
            true,
            Step("POST", $"{SObjects}/Account", "a", new { Name = "Gone" }),
            Step("POST", $"/{TestOrg.Data}/composite/sobjects", "b", new { records = new[] { new { attributes = new { type = "Contact" } } } })));
        Assert.Equal([400, 200], Statuses(body));
        Assert.Equal(0, await CountAsync(org, "Gone"));
    }

    [Fact]
    public async Task Composite_requests_have_limits()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        object[] Steps(int count, string url) => [.. Enumerable.Range(0, count).Select(i => Step("GET", url, $"r{i}"))];
        var usage = org.Org.ApiUsage;
        Assert.Equal(25, (await org.SendAsync(Post, Root, Composite(false, Steps(25, $"/{TestOrg.Data}/limits")))).Body.GetProperty("compositeResponse").GetArrayLength());
        Assert.Equal(usage + 1, org.Org.ApiUsage);
        Assert.Equal("LIMIT_EXCEEDED", (await org.FailAsync(Post, Root, Composite(false, Steps(26, $"/{TestOrg.Data}/limits")))).Code);
        Assert.Equal(
            "LIMIT_EXCEEDED", (
                await org.FailAsync(Post, Root, Composite(false, Steps(6, $"/{TestOrg.Data}/query?q=SELECT+Id+FROM+Contact")))).Code);
        Assert.Equal(
            "INVALID_INPUT", (await org.FailAsync(Post, Root, Composite(false, Step("GET", "/x", "a"), Step("GET", "/x", "a")))).Code);
        Assert.Equal("INVALID_INPUT", (await org.FailAsync(Post, Root, Composite(false, Step("GET", "/x", "a b")))).Code);
        Assert.Equal([404], Statuses((await org.SendAsync(Post, Root, Composite(false, Step("GET", "/x", "a")))).Body));
    }

    [Fact]
    public async Task Each_graph_succeeds_or_fails_on_its_own()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        object Graph(string id, object contact) => new
        {
            graphId = id,
            compositeRequest = new[]
            {
                Step("POST", $"{SObjects}/Account", "a", new { Name = $"Graph {id}" }),
                Step("POST", $"{SObjects}/Contact", "c", contact),
            },
        };
        var (status, body) = await org.SendAsync(
            Post, $"{Root}/graph",
            new { graphs = new[] { Graph("1", new { LastName = "L", AccountId = "@{a.id}" }), Graph("2", new { Title = "x" }) } });
        Assert.Equal(200, status);
        var graphs = body.GetProperty("graphs");
        Assert.Equal([true, false], graphs.EnumerateArray().Select(graph => graph.GetProperty("isSuccessful").GetBoolean()));
        Assert.Equal([201, 201], Statuses(graphs[0].GetProperty("graphResponse")));
        Assert.Equal(["PROCESSING_HALTED", "REQUIRED_FIELD_MISSING"], Codes(graphs[1].GetProperty("graphResponse")));
        Assert.Equal((1, 0), (await CountAsync(org, "Graph 1"), await CountAsync(org, "Graph 2")));
        Assert.Equal("INVALID_INPUT", (await org.FailAsync(
            Post, $"{Root}/graph", new { graphs = new[] { Graph("1", new { }), Graph("1", new { }) } })).Code);
    }

    [Fact]
    public async Task Graphs_have_limits()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        object Chain(int length) => new
        {
            graphId = "g",
            compositeRequest = Enumerable.Range(0, length).Select(
                i => Step("POST", $"{SObjects}/Account", $"n{i}", new { Name = i == 0 ? "Root" : $"@{{n{i - 1}.id}}" })),
        };
        Assert.Equal("LIMIT_EXCEEDED", (await org.FailAsync(Post, $"{Root}/graph", new { graphs = new[] { Chain(16) } })).Code);
        Assert.True((await org.SendAsync(Post, $"{Root}/graph", new { graphs = new[] { Chain(15) } })).Body.GetProperty("graphs")[0].GetProperty("isSuccessful").GetBoolean());
        object Wide(int id, int nodes) => new
        {
            graphId = $"g{id}",
            compositeRequest = Enumerable.Range(0, nodes).Select(i => Step("POST", $"{SObjects}/Account", $"n{i}", new { Name = "Wide" })),
        };
        Assert.Equal("LIMIT_EXCEEDED", (await org.FailAsync(Post, $"{Root}/graph", new { graphs = new[] { Wide(0, 501) } })).Code);
        Assert.Equal(
            "LIMIT_EXCEEDED", (
                await org.FailAsync(Post, $"{Root}/graph", new { graphs = Enumerable.Range(0, 76).Select(i => Wide(i, 1)) })).Code);
        Assert.Equal(200, (await org.SendAsync(Post, $"{Root}/graph", new { graphs = new[] { Wide(0, 500) } })).Status);
    }

    [Fact]
    public async Task Each_subrequest_of_a_batch_counts_as_an_api_call_and_a_composite_as_one()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        org.Org.Options.DailyApiLimit = 4;
        var batch = new { batchRequests = Enumerable.Repeat(new { method = "GET", url = "v68.0/limits" }, 3).ToArray() };

        await org.SendAsync(Post, Root, new { compositeRequest = Enumerable.Range(0, 3).Select(i => Subrequest($"r{i}")).ToArray() });
        Assert.Equal(1, org.Org.ApiUsage);
        await org.SendAsync(Post, $"{Root}/batch", batch);
        Assert.Equal(4, org.Org.ApiUsage);
        org.Org.ApiUsage = 2;
        var (_, partly) = await org.SendAsync(Post, $"{Root}/batch", batch);
        Assert.Equal(
            [200, 200, 403], partly.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("statusCode").GetInt32()));

        static object Subrequest(string id) => new { method = "GET", url = "/services/data/v68.0/limits", referenceId = id };
    }

    [Fact]
    public async Task Batches_go_on_or_halt()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        object Batch(bool haltOnError) => new
        {
            haltOnError,
            batchRequests = new object[]
            {
                new { method = "GET", url = "v68.0/sobjects/Contact/003gL0000000001?fields=LastName" },
                new { method = "PATCH", url = "v68.0/sobjects/Contact/003gL0000000001", richInput = new { Nope = 1 } },
                new { method = "PATCH", url = "v68.0/sobjects/Contact/003gL0000000001", richInput = new { Title = "Batch" } },
            },
        };
        var (status, halted) = await org.SendAsync(Post, $"{Root}/batch", Batch(true));
        Assert.Equal(200, status);
        Assert.True(halted.GetProperty("hasErrors").GetBoolean());
        Assert.Equal(
            [200, 400, 412], halted.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("statusCode").GetInt32()));
        Assert.Equal(
            "BATCH_PROCESSING_HALTED", halted.GetProperty("results")[2].GetProperty("result")[0].GetProperty("errorCode").GetString());
        var (_, whole) = await org.SendAsync(Post, $"{Root}/batch", Batch(false));
        Assert.Equal(
            [200, 400, 204], whole.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("statusCode").GetInt32()));
        Assert.Equal("LIMIT_EXCEEDED", (await org.FailAsync(Post, $"{Root}/batch", new { batchRequests = Array.Empty<object>() })).Code);
        Assert.Equal("JSON_PARSER_ERROR", (await org.FailAsync(Post, $"{Root}/batch", new { requests = 1 })).Code);
    }

    private static object Composite(bool allOrNone, params object[] compositeRequest) =>
        new { allOrNone, collateSubrequests = false, compositeRequest };

    private static Dictionary<string, object> Step(string method, string url, string referenceId, object? body = null)
    {
        var step = new Dictionary<string, object> { ["method"] = method, ["url"] = url, ["referenceId"] = referenceId };
        if (body is not null)
        {
            step["body"] = body;
        }

        return step;
    }

    private static IEnumerable<int> Statuses(JsonElement body) =>
        body.GetProperty("compositeResponse").EnumerateArray().Select(answer => answer.GetProperty("httpStatusCode").GetInt32());

    private static IEnumerable<string?> Codes(JsonElement body) => body.GetProperty("compositeResponse").EnumerateArray()
        .Select(answer => answer.GetProperty("body")[0].GetProperty("errorCode").GetString());

    private static async Task<int> CountAsync(TestOrg org, string name) =>
        (await org.QueryAsync($"SELECT COUNT() FROM Account WHERE Name = '{name}'")).GetProperty("totalSize").GetInt32();
}
