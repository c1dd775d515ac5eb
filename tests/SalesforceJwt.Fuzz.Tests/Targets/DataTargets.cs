using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.Core.Search;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Fuzz.Tests.Engine;
using SalesforceJwt.Fuzz.Tests.Mutation;
using SalesforceJwt.Fuzz.Tests.Support;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.Fuzz.Tests.Targets;

/// <summary>Pages of queries and searches, up to the objects that a cmdlet writes.</summary>
internal static class DataTargets
{
    private static readonly string Record = Seeds.Json("record");
    private const string Next = "\"nextRecordsUrl\":\"/services/data/v68.0/query/01g000000000001-2000\"";

    private static readonly byte[] Only = Page($"\"done\":true,\"records\":[{Record},{Record}]");
    private static readonly byte[] Several = Answers.Join(Page($"\"done\":false,{Next},\"records\":[{Record}]"),
        Page($"\"done\":true,\"records\":[{Record}]"));
    private static readonly byte[] Children = Answers.Join(
        Answers.Json(Seeds.Json("query-children")),
        Page($"\"done\":true,\"records\":[{Record}]"));
    private static readonly byte[] Batched = Answers.Json(Seeds.Json("query-batched"));
    private static readonly byte[] BatchRefused = Answers.Json(Seeds.Json("query-batch-refused"));
    private static readonly byte[] Found = Answers.Json($$"""{"searchRecords":[{{Record}}]}""");

    private static readonly string LongSoql = $"SELECT Id FROM Account WHERE Name IN ({string.Join(',', Enumerable.Repeat("'x'", 4000))})";

    public static IEnumerable<FuzzTarget> All =>
    [
        Of("query", (session, cancel) => QueryAsync(session, "SELECT Id FROM Account", new QueryOptions(), false, true, cancel), Only,
            Several, Children),
        Of("query.hashtables", (session, cancel) => QueryAsync(session, "SELECT Id FROM Account", new QueryOptions { First = 1,
            BatchSize = 200 }, true, false, cancel), Only, Several, Children),
        Of("query.long", (session, cancel) => QueryAsync(session, LongSoql, new QueryOptions(), false, true, cancel), Batched,
            BatchRefused),
        Of("search", SearchAsync, Found, Only),
    ];

    private static FuzzTarget Of(string name, Func<SfSession, CancellationToken, Task> call, params IReadOnlyList<byte[]> seeds) =>
        new(name, [.. seeds, .. RestTargets.Rejections], HttpMutation.Mutate, Org.Call(call)) { Secrets = Org.Secrets };

    private static byte[] Page(string members) => Answers.Json($"{{\"totalSize\":2,{members}}}");

    private static async Task QueryAsync(SfSession session, string soql, QueryOptions options, bool asHashtable, bool typed,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader(session, options, Org.Watch);
        var parser = new RecordParser(asHashtable, typed, Org.Origin) { FlatBy = typed ? _ => SelectList.OfQuery(soql) : null };
        await foreach (var page in query.ReadRecordsAsync(soql, parser.Read, cancellationToken))
        {
            Use(page);
        }
    }

    private static async Task SearchAsync(SfSession session, CancellationToken cancellationToken)
    {
        var reader = new SearchReader(session, null, Org.Watch);
        Use(await reader.ReadAsync("FIND {x}", new RecordParser(asHashtable: false, typed: true, Org.Origin).Read, cancellationToken));
    }

    private static void Use(RecordPage page)
    {
        PowerShellTargets.Use(page.Records);
        if (page.Faults is [var fault, ..])
        {
            throw fault;
        }
    }
}
