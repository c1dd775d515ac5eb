using System.Text;
using SalesforceJwt.Core.Composite;
using SalesforceJwt.Core.Records;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Fuzz.Tests.Engine;
using SalesforceJwt.Fuzz.Tests.Mutation;
using SalesforceJwt.Fuzz.Tests.Support;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.Fuzz.Tests.Targets;

/// <summary>Responses about several records or subrequests.</summary>
internal static class RecordTargets
{
    private static readonly string Saved = Seeds.Json("records-saved");
    private static readonly string Mixed = Seeds.Json("records-refused");

    private static readonly byte[] CompositeAnswer = Answers.Json(Seeds.Json("composite"));
    private static readonly byte[] BatchAnswer = Answers.Json(Seeds.Json("composite-batch"));
    private static readonly byte[] GraphAnswer = Answers.Json(Seeds.Json("composite-graph"));

    public static IEnumerable<FuzzTarget> All =>
    [
        Save("records.create", RecordAction.Create, allOrNone: false),
        Save("records.update", RecordAction.Update, allOrNone: true),
        Save("records.upsert", RecordAction.Upsert, allOrNone: false),
        Save("records.delete", RecordAction.Delete, allOrNone: false),
        Fetch("records.get", new FetchOptions { Fields = ["Id", "Name"] },
            Answers.Json("""[{"attributes":{"type":"Account"},"Id":"001","Name":"A"},null]""")),
        Fetch("records.get-each", new FetchOptions { ExternalIdField = "Number__c" }, BatchAnswer),
        Send("composite", SfCompositeKind.Composite, CompositeAnswer),
        Send("composite.batch", SfCompositeKind.Batch, BatchAnswer),
        Send("composite.graph", SfCompositeKind.Graph, GraphAnswer),
    ];

    private static FuzzTarget Of(string name, Func<SfSession, CancellationToken, Task> call, params IReadOnlyList<byte[]> seeds) =>
        new(name, [.. seeds, .. RestTargets.Rejections], HttpMutation.Mutate, Org.Call(call)) { Secrets = Org.Secrets, Inputs = 300 };

    private static FuzzTarget Save(string name, RecordAction action, bool allOrNone) => Of(
        name,
        async (session, cancel) =>
        {
            RecordRow[] rows = [Row(1), Row(2)];
            var saver = new RecordSaver(session, new RecordOptions
            {
                Action = action,
                ExternalIdField = action == RecordAction.Upsert ? "Number__c" : null,
                AllOrNone = allOrNone
            }, Org.Watch);
            var saved = await saver.SaveAsync(rows, cancel);
            Assert.Equal(2, saved.Results.Count);
            if (saved.Results.Select(r => r.Error).Append(saved.Stop).FirstOrDefault(e => e is not null) is { } error)
            {
                throw error;
            }
        },
        Answers.Json(Saved),
        Answers.Json(Mixed),
        Answers.Json(Seeds.Json("error-json-parser"), 400));

    private static RecordRow Row(int number) => new()
    {
        Number = number,
        Type = "Account",
        Key = $"00100000000000{number}AAA",
        Json = Encoding.UTF8.GetBytes("""{"attributes":{"type":"Account"},"Name":"x"}"""),
    };

    private static FuzzTarget Fetch(string name, FetchOptions options, byte[] seed) => Of(
        name,
        async (session, cancel) =>
        {
            var records = await new RecordFetcher(session, "Account", options, Org.Watch).FetchAsync(["001000000000001AAA",
                "001000000000002AAA"], cancel);
            var parser = new RecordParser(asHashtable: false, typed: true, Org.Origin);
            PowerShellTargets.Use(parser.Read(records.Where(r => r.Error is null).Select(r => r.Json)));
        },
        seed);

    private static FuzzTarget Send(string name, SfCompositeKind kind, byte[] seed) => Of(
        name,
        async (session, cancel) =>
        {
            Subrequest[] subrequests = [new("POST", "sobjects/Account", "a") { Body = Encoding.UTF8.GetBytes("{}") }, new("GET",
                "sobjects/Account/001", "b")];
            var sent = await new CompositeClient(session, null, Org.Watch)
                .SendAsync(new CompositePart(kind, [subrequests], AllOrNone: false), cancel);
            foreach (var result in sent.Results.Where(r => !r.Body.IsEmpty))
            {
                _ = JsonReader.ReadWhole(result.Body, "x");
            }

            if (sent.Stop is not null)
            {
                throw sent.Stop;
            }
        },
        seed);
}
