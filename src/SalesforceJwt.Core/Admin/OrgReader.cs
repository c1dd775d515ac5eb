using System.Text.Json;
using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Limits;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Admin;

/// <summary>Reads what an org is, with a few requests at once.</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
internal sealed class OrgReader(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    private const string Query =
        "SELECT Id, Name, OrganizationType, InstanceName, IsSandbox, TrialExpirationDate, CreatedDate, NamespacePrefix, LanguageLocaleKey, "
        + "DefaultLocaleSidKey, TimeZoneSidKey FROM Organization";

    // Names of objects are short: this many are far from the longest URI.
    private const int MostNames = 100;

    // Those on which scripts and jobs fail first.
    private static readonly string[] ShownLimits =
    [
        "DailyApiRequests", "DataStorageMB", "FileStorageMB", "DailyAsyncApexExecutions", "DailyBulkApiBatches", "DailyBulkV2QueryJobs",
        "SingleEmail",
    ];

    /// <summary>Reads the org.</summary>
    /// <param name="connectionName">The name of the connection.</param>
    /// <param name="objects">API names of the objects whose records are counted.</param>
    /// <exception cref="SfException">A call failed; the error says why and what to do.</exception>
    public async Task<SfOrg> ReadAsync(string connectionName, IReadOnlyList<string> objects, CancellationToken cancellationToken)
    {
        foreach (var name in objects)
        {
            ApiName.Require(name, "an object");
        }

        var version = apiVersion ?? await session.GetApiVersionAsync(observer, cancellationToken).ConfigureAwait(false);
        var instance = session.Token.InstanceUrl;
        var versions = session.Versions.Known is { Count: > 0 } known
            ? Task.FromResult(known) : session.Versions.RequestAsync(observer, cancellationToken);
        var limits = LimitsAsync(version, cancellationToken);
        var counts = CountAsync(version, objects, cancellationToken);
        var found = new LookUp(session, version, observer).SelectAsync(Query, record => record.Clone(), cancellationToken);
        await Task.WhenAll(versions, limits, counts, found).ConfigureAwait(false);
        var all = await versions.ConfigureAwait(false);
        return (await found.ConfigureAwait(false)) is [var org] && org.Text("Id") is { } id && org.Text("Name") is { } orgName
            ? new SfOrg(id, orgName)
            {
                ConnectionName = connectionName,
                Edition = org.Text("OrganizationType"),
                InstanceName = org.Text("InstanceName"),
                IsSandbox = org.Flag("IsSandbox"),
                TrialExpiresAt = org.Time("TrialExpirationDate"),
                CreatedAt = org.Time("CreatedDate"),
                NamespacePrefix = org.Text("NamespacePrefix"),
                Language = org.Text("LanguageLocaleKey"),
                Locale = org.Text("DefaultLocaleSidKey"),
                TimeZone = org.Text("TimeZoneSidKey"),
                MyDomainUrl = instance.GetLeftPart(UriPartial.Authority),
                ApiVersion = version,
                OldestApiVersion = all[0],
                NewestApiVersion = all[^1],
                Limits = new(await limits.ConfigureAwait(false)),
                RecordCounts = new(await counts.ConfigureAwait(false)),
            }
            : throw new SfException(
                SfErrorKind.ResponseInvalid,
                $"{instance.Host} did not say which org it is.",
                "Check the instance URL, and that nothing between here and Salesforce answers in its place.");
    }

    private async Task<IEnumerable<SfLimit>> LimitsAsync(string version, CancellationToken cancellationToken)
    {
        try
        {
            var limits = await LimitsReader.ReadAsync(session, version, observer, cancellationToken).ConfigureAwait(false);
            return limits.Where(limit => ShownLimits.Contains(limit.Name)).OrderBy(limit => Array.IndexOf(ShownLimits, limit.Name));
        }
        catch (SfException e) when (e.Kind == SfErrorKind.PermissionDenied)
        {
            observer?.OnNote($"The limits are not known: {e.Message}");
            return [];
        }
    }

    private async Task<List<SfRecordCount>> CountAsync(string version, IReadOnlyList<string> objects, CancellationToken cancellationToken)
    {
        var counts = new List<SfRecordCount>();
        foreach (var names in objects.Distinct(StringComparer.OrdinalIgnoreCase).Chunk(MostNames))
        {
            counts.AddRange(await session.Rest.SendAsync(
                new SfRequest
                {
                    Uri = "limits/recordCount",
                    Query = [new("sObjects", string.Join(',', names))],
                    ApiVersion = version,
                    SuppressNameAdvice = true,
                },
                static (response, cancel) => response.ReadJsonAsync<List<SfRecordCount>>("numbers of records", Read, cancel),
                observer,
                cancellationToken).ConfigureAwait(false));
        }

        return counts;
    }

    private static List<SfRecordCount> Read(JsonElement root) =>
    [
        .. root.GetProperty("sObjects").EnumerateArray()
            .Select(e => new SfRecordCount(e.RequiredText("name"), e.GetProperty("count").GetInt64()))
            .OrderBy(count => count.ObjectName, StringComparer.OrdinalIgnoreCase),
    ];
}
