using SalesforceJwt.Core.Bulk.Export;
using SalesforceJwt.Core.Bulk.Import;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Fuzz.Tests.Engine;
using SalesforceJwt.Fuzz.Tests.Mutation;
using SalesforceJwt.Fuzz.Tests.Support;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.Fuzz.Tests.Targets;

/// <summary>Bulk API 2.0: jobs, lists of jobs, pages of results, whole imports.</summary>
internal static class BulkTargets
{
    private static readonly byte[] Open = Job("Open");
    private static readonly byte[] Complete = Job("JobComplete");
    private static readonly byte[] Page = Answers.Csv("\"Id\",\"Name\"\n\"001\",\"A\"\n\"002\",\"B \"\"x\"\"\ny\"\n",
        "Sforce-Locator: null", "Sforce-NumberOfRecords: 2");
    private static readonly byte[] Failed =
        Answers.Csv("\"sf__Id\",\"sf__Error\",\"Name\"\n\"\",\"X:y:--\",\"A\"\n", "Sforce-NumberOfRecords: 1");
    private static readonly byte[] Saved =
        Answers.Csv("\"sf__Id\",\"sf__Created\",\"Name\"\n\"001\",\"true\",\"B\"\n", "Sforce-NumberOfRecords: 1");
    private static readonly byte[] Pages = Answers.Join(
        Answers.Csv("\"Id\",\"Name\"\n\"001\",\"A\"\n", "Sforce-Locator: MTAwMA", "Sforce-NumberOfRecords: 1"),
            Answers.Json(Seeds.Json("bulk-result-pages")), Page);

    /// <summary>Creates a job, uploads to it and closes it.</summary>
    public static byte[] Uploaded => Answers.Join(Open, Answers.Text(string.Empty, 201), Job("UploadComplete"));

    public static IEnumerable<FuzzTarget> All =>
    [
        Of("bulk.job", (session, cancel) => new BulkJobClient(session, null, Org.Watch).GetAsync("750000000000001AAA", null, cancel), Open,
            Complete),
        Of("bulk.query-job", (session, cancel) => new BulkJobClient(session, null, Org.Watch).CreateQueryAsync("SELECT Id FROM A",
            cancellationToken: cancel), Open),
        Of("bulk.jobs", ListAsync, Answers.Json(Seeds.Json("bulk-jobs")), Answers.Join(Answers.Json(Seeds.Json("bulk-jobs-more")),
            Answers.Json("""{"done":true,"records":[]}"""))),
        Of("bulk.rows", (session, cancel) => ReadAsync(session, SfBulkJobKind.Query, ResultSet.Query, cancel), Page, Pages),
        Of("bulk.failed-rows", (session, cancel) => ReadAsync(session, SfBulkJobKind.Ingest, ResultSet.Failed, cancel),
            Failed),
        Of("bulk.file", SaveAsync, Page, Pages),
        new(
            "bulk.import",
            [Answers.Join(Uploaded, Complete, Failed, Saved, Failed), .. RestTargets.Rejections],
            HttpMutation.Mutate,
            Org.Call(ImportAsync, mayWait: true))
        {
            Secrets = Org.Secrets,
            Inputs = 150,
        },
    ];

    private static FuzzTarget Of(string name, Func<SfSession, CancellationToken, Task> call, params IReadOnlyList<byte[]> seeds) =>
        new(name, [.. seeds, .. RestTargets.Rejections], HttpMutation.Mutate, Org.Call(call)) { Secrets = Org.Secrets };

    private static byte[] Job(string state) => Answers.Json(Seeds.Json("bulk-job").Replace("Open", state, StringComparison.Ordinal));

    private static SfBulkJob Known(SfBulkJobKind kind) => new("750000000000001AAA", kind) { State = SfBulkJobState.JobComplete };

    private static async Task ListAsync(SfSession session, CancellationToken cancellationToken)
    {
        await foreach (var job in new BulkJobClient(session, null, Org.Watch).ListAsync(null, cancellationToken))
        {
            _ = job.ToString();
        }
    }

    private static async Task ReadAsync(SfSession session, SfBulkJobKind kind, ResultSet set, CancellationToken cancellationToken)
    {
        var records = new BulkRecordReader("Account", Org.Origin);
        await foreach (var rows in new ResultReader(new BulkJobClient(session, null, Org.Watch)).ReadAsync(Known(kind), set, records.Read,
            cancellationToken))
        {
            PowerShellTargets.Use(rows);
        }
    }

    private static async Task SaveAsync(SfSession session, CancellationToken cancellationToken) =>
        await new ResultReader(new BulkJobClient(session, null, Org.Watch)).SaveAsync([Known(SfBulkJobKind.Query)], ResultSet.Query,
            Folder.File("results.csv"), null, cancellationToken);

    private static async Task ImportAsync(SfSession session, CancellationToken cancellationToken)
    {
        var options = new ImportOptions { Job = new IngestJobOptions("Account", "insert") };
        await using var import = new BulkImport(session, options, null, Org.Watch);
        import.SetColumns(["Name"]);
        await import.AddRowAsync(["A"], cancellationToken);
        await import.AddRowAsync(["B"], cancellationToken);
        await import.UploadAsync(cancellationToken);
        await import.WaitAsync(null, cancellationToken);
        var results = new ImportResults(new BulkJobClient(session, null, Org.Watch), import.Parts);
        _ = await results.FirstErrorAsync(cancellationToken);
        await results.SaveAsync(Path.GetDirectoryName(Folder.File("x"))!, options.Job, cancellationToken);
        if (results.Errors.Count > 0)
        {
            throw results.Errors[0];
        }
    }
}
