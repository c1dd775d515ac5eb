using System.Text;
using SalesforceJwt.Core.Bulk.Export;
using SalesforceJwt.Core.Bulk.Import;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Bulk;

/// <summary>An org with a session, for bulk jobs.</summary>
internal sealed class BulkOrg(TestOrg org, SfSession session) : IAsyncDisposable
{
    private static readonly string[] Columns = ["LastName", "Email"];
    private static readonly IngestJobOptions Insert = new("Contact", "insert");

    public TestOrg Test => org;

    public SfSession Session => session;

    public BulkJobClient Jobs => new(session);

    public TemporaryFolder Folder { get; } = new();

    public static async Task<BulkOrg> StartAsync(SfSessionOptions? options = null)
    {
        var org = await TestOrg.StartShuffledAsync();
        org.Org.Options.Bulk.StrictLineEndings = true;
        return new BulkOrg(org, await org.ConnectAsync(options));
    }

    /// <summary>Begins an import of a number of contacts, before its last rows are uploaded.</summary>
    public Task<BulkImport> ImportAsync(int rows, long jobSize = ImportOptions.DefaultJobSize) => ImportAsync(rows, options => options with { JobSize = jobSize });

    /// <summary>Begins an import with options and a number of contacts.</summary>
    public async Task<BulkImport> ImportAsync(int rows, Func<ImportOptions, ImportOptions> change)
    {
        var import = new BulkImport(session, change(new ImportOptions { Job = Insert }));
        import.SetColumns(Columns);
        for (var row = 1; row <= rows; row++)
        {
            await import.AddRowAsync([$"Import{row}", $"import{row}@bulk.example"], TestOrg.Cancellation);
        }

        return import;
    }

    /// <summary>Saves the results of an import whose jobs have ended.</summary>
    public async Task<ImportResults> SaveAsync(BulkImport import, string? folder = null)
    {
        var results = new ImportResults(Jobs, import.Parts);
        await results.SaveAsync(folder ?? Folder.Path, Insert, TestOrg.Cancellation);
        return results;
    }

    public string Write(string text) => Folder.Write("data.csv", Encoding.UTF8.GetBytes(text));

    /// <summary>The last names of all imported contacts, in order.</summary>
    public async Task<List<string>> ImportedAsync()
    {
        var names = new List<string>();
        var job = await new BulkJobPoller(Jobs).WaitAsync(await Jobs.CreateQueryAsync("SELECT LastName FROM Contact", cancellationToken: TestOrg.Cancellation), null, TestOrg.Cancellation);
        await foreach (var some in new ResultReader(Jobs).ReadAsync(job, ResultSet.Query, row => row[0]!, TestOrg.Cancellation))
        {
            names.AddRange(some.Where(n => n.StartsWith("Import", StringComparison.Ordinal)));
        }

        return names;
    }

    /// <summary>Makes the next job that starts end in this state.</summary>
    public async Task EndNextAsync(string state, string message)
    {
        using var client = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", org.Server.AdminKey) } };
        using var content = new StringContent($$"""{"state":"{{state}}","message":"{{message}}"}""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(org.Server.HttpUrl, "/_localorg/jobs"), content, TestOrg.Cancellation);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The last part of the path of each request with this method, as in <c>batches</c>.</summary>
    public IEnumerable<string> ResourcesOf(string method) => org.Requests.Where(r => r.Method == method).Select(r => r.Path.Split('/')[^1]);

    public async ValueTask DisposeAsync()
    {
        Folder.Dispose();
        session.Dispose();
        await org.DisposeAsync();
    }
}
