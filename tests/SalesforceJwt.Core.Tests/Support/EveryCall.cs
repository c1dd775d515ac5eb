using System.Text;
using SalesforceJwt.Core.Apex;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Composite;
using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.Files;
using SalesforceJwt.Core.Limits;
using SalesforceJwt.Core.Metadata;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Records;
using SalesforceJwt.Core.Search;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>Each kind of call that Core makes with a token, for tests of rules that apply to every call.</summary>
internal static class EveryCall
{
    private const string Contact = "003000000000001AAA";
    private const string Deployment = "0Af000000000001CAA";

    private static readonly OAuthClient Client = new(new Uri("https://login.salesforce.com"), TestOrg.ClientId, "secret");

    private static readonly SfBulkJob Job = new("750000000000001AAA", SfBulkJobKind.Ingest)
    {
        Operation = "insert",
        Type = "Contact",
        ApiVersion = "68.0",
    };

    private static readonly Dictionary<string, Func<SfSession, Task>> Calls = new()
    {
        ["revoke"] = session => session.RevokeAsync(null, Cancel),
        ["introspect"] = session => session.IntrospectAsync(Client, cancellationToken: Cancel),
        ["userinfo"] = session => session.GetUserInfoAsync(null, Cancel),
        ["versions"] = session => session.Versions.RequestAsync(null, Cancel),
        ["limits"] = session => LimitsReader.ReadAsync(session, cancellationToken: Cancel),
        ["describe"] = session => DescribeCache.Of(session).GetObjectAsync("Contact", new DescribeOptions(), null, Cancel),
        ["describe all"] = session => DescribeCache.Of(session).GetObjectsAsync(new DescribeOptions(), null, Cancel),
        ["query"] = session => QueryAsync(session, "SELECT Id FROM Contact"),
        ["long query"] = session => QueryAsync(session, $"SELECT Id FROM Contact WHERE Name IN ('{new string('x', 20_000)}')"),
        ["search"] = session => new SearchReader(session).ReadAsync("FIND {x}", static (_, _) => [], Cancel),
        ["composite"] = session => new CompositeClient(session, null).SendAsync(
            new CompositePart(SfCompositeKind.Composite, [[new Subrequest("GET", "limits", "a")]], AllOrNone: false), Cancel),
        ["records by id"] = session =>
            new RecordFetcher(session, "Contact", new FetchOptions { Fields = ["Id"] }).FetchAsync([Contact], Cancel),
        ["create"] = session => SaveAsync(session, RecordAction.Create),
        ["update"] = session => SaveAsync(session, RecordAction.Update),
        ["delete"] = session => SaveAsync(session, RecordAction.Delete),
        ["Apex"] = session => AnonymousApex.RunAsync(session, "System.debug(1);", null, null, Cancel),
        ["find a file"] = session => new FileStore(session).FindAsync("068000000000001AAA", Cancel),
        ["make a job"] = session => new BulkJobClient(session).CreateAsync(new IngestJobOptions("Contact", "insert"), Cancel),
        ["ask a job"] = session => new BulkJobClient(session).GetAsync(Job.Id, SfBulkJobKind.Ingest, Cancel),
        ["abort a job"] = session => new BulkJobClient(session).AbortAsync(Job, Cancel),
        ["delete a job"] = session => new BulkJobClient(session).DeleteAsync(Job, Cancel),
        ["ask a deployment"] = session => new DeployClient(session).GetAsync(Deployment, cancellationToken: Cancel),
        ["cancel a deployment"] = session => new DeployClient(session).CancelAsync(Deployment, Cancel),
        ["list deployments"] = session => new DeployClient(session).ListAsync(5, cancellationToken: Cancel),
        ["list jobs"] = async session =>
        {
            await foreach (var job in new BulkJobClient(session).ListAsync(SfBulkJobKind.Ingest, Cancel))
            {
                Assert.NotNull(job);
            }
        },
    };

    public static IEnumerable<string> Names => Calls.Keys;

    private static CancellationToken Cancel => TestOrg.Cancellation;

    /// <summary>Makes a call; the error of a record is thrown like any other.</summary>
    public static Task MakeAsync(string name, SfSession session) => Calls[name](session);

    /// <summary>Makes a call that must fail.</summary>
    public static Task<SfException> FailAsync(string name, SfSession session) =>
        Assert.ThrowsAnyAsync<SfException>(() => MakeAsync(name, session));

    private static async Task QueryAsync(SfSession session, string soql)
    {
        await foreach (var length in new QueryReader(session, new QueryOptions()).ReadAsync(soql, Read, Cancel))
        {
            Assert.True(length >= 0);
        }

        static Task<int> Read(QueryPage page, CancellationToken cancellationToken)
        {
            using (page)
            {
                return Task.FromResult(page.Records.Length);
            }
        }
    }

    private static async Task SaveAsync(SfSession session, RecordAction action)
    {
        var row = new RecordRow
        {
            Number = 1,
            Type = "Contact",
            Key = action == RecordAction.Create ? null : Contact,
            Json = Encoding.UTF8.GetBytes("""{"attributes":{"type":"Contact"},"LastName":"x"}"""),
        };
        var saved = await new RecordSaver(session, new RecordOptions { Action = action }).SaveAsync([row], Cancel);
        if ((saved.Stop ?? saved.Results[0].Error) is { } error)
        {
            throw error;
        }
    }
}
