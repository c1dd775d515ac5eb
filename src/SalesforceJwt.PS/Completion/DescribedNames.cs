using System.Collections;
using System.Management.Automation.Runspaces;
using System.Text.Json;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.PS.Connections;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Completion;

/// <summary>
/// Names for completion out of what a connection knows of its org. What is not known yet is asked for, but waited for no longer than a
/// person would: what comes later is there at the next Tab. Nothing here ever fails.
/// </summary>
internal static class DescribedNames
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(30);
    private static readonly DescribeOptions Recent = new() { MaximumAge = TimeSpan.FromMinutes(5), SuppressNameAdvice = true };
    private static readonly DescribeOptions OfAnyAge = new() { MaximumAge = TimeSpan.MaxValue, SuppressNameAdvice = true };

    /// <summary>The org's objects.</summary>
    public static IReadOnlyList<(string Name, string ToolTip)> Objects(IDictionary bound) => Get(
        bound,
        static (session, version, tooLong) =>
            AskAsync(session, version, static (objects, options, cancel) => objects.GetObjectsAsync(options, null, cancel), tooLong),
        static list => list.Select(o => (o.Name, $"{o.Label}{(o.KeyPrefix is null ? string.Empty : $" ({o.KeyPrefix})")}")));

    /// <summary>
    /// The fields of the object that <c>-Type</c> names, or those of them that a condition picks; none where it names none.
    /// </summary>
    public static IReadOnlyList<(string Name, string ToolTip)> Fields(IDictionary bound, Func<SfField, bool> isOffered)
    {
        var type = bound["Type"];
        var name = (type is IEnumerable several and not string ? several.Cast<object?>().FirstOrDefault() : type)?.ToString();
        return string.IsNullOrEmpty(name) ? [] : Fields(bound, name, isOffered);
    }

    /// <summary>An object's fields, or those of them that a condition picks.</summary>
    public static IReadOnlyList<(string Name, string ToolTip)> Fields(
        IDictionary bound, string objectName, Func<SfField, bool> isOffered) => Get(
        bound,
        (session, version, tooLong) =>
            AskAsync(session, version, (objects, options, cancel) => objects.GetObjectAsync(objectName, options, null, cancel), tooLong),
        described => described.Fields.Where(isOffered).Select(
            f => (f.Name, $"{f.Label}: {f.Type}{(f.Length > 0 ? $"({f.Length})" : string.Empty)}")));

    /// <summary>Names that a query of the module finds.</summary>
    public static IReadOnlyList<(string Name, string ToolTip)> Queried(
        IDictionary bound, string soql, Func<JsonElement, (string Name, string ToolTip)> read) => Get(
        bound,
        async (session, version, tooLong) =>
            await new LookUp(session, version).SelectAsync(soql, read, tooLong).ConfigureAwait(false),
        static names => names,
        soql);

    /// <summary>Permission sets, groups and licenses.</summary>
    public static IReadOnlyList<(string Name, string ToolTip)> PermissionSets(IDictionary bound) => Get(
        bound,
        static async (session, version, tooLong) =>
            await new Core.Admin.PermissionSets(session, version).ListAsync([], kind: null, tooLong).ConfigureAwait(false),
        static sets => sets.Select(set => (set.Name, $"{set.Label} ({set.Kind})")),
        nameof(PermissionSets));

    /// <summary>The org's API versions, newest first.</summary>
    public static IReadOnlyList<(string Name, string ToolTip)> Versions(IDictionary bound) => Get(
        bound,
        static async (session, _, tooLong) => session.Versions.Known is { Count: > 0 } known
            ? known
            : await session.Versions.RequestAsync(null, tooLong).ConfigureAwait(false),
        static list => list.Reverse().Select(v => (v, "API version " + v)));

    /// <summary>Asks, and waits for a short time.</summary>
    /// <param name="query">Names what is asked, where the session itself does not keep the answer for the next Tab.</param>
    private static IReadOnlyList<(string Name, string ToolTip)> Get<T>(
        IDictionary bound,
        Func<SfSession, string?, CancellationToken, Task<T?>> ask,
        Func<T, IEnumerable<(string Name, string ToolTip)>> names,
        string? query = null)
    {
        try
        {
            // The runspace's connections are read here, on its own thread.
            if (Connection(bound) is not { IsConnected: true, Session: var session })
            {
                return [];
            }

            var version = bound["ApiVersion"] is string text ? Core.Http.ApiVersion.Parse(text) : null;
            var asking = query is null ? Task.Run(RunAsync) : KeptQueries.Ask(session, version, query, RunAsync);
            return asking.Wait(Patience) && asking.Result is { } answer ? [.. names(answer)] : [];

            async Task<T?> RunAsync()
            {
                using var tooLong = new CancellationTokenSource(LongestCall);
                return await ask(session, version, tooLong.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return [];
        }
    }

    /// <summary>What was learnt within the last minutes, else what is so now, else what was learnt at any time.</summary>
    private static async Task<T?> AskAsync<T>(
        SfSession session,
        string? version,
        Func<DescribeCache, DescribeOptions, CancellationToken, Task<T>> ask,
        CancellationToken tooLong)
    {
        var objects = DescribeCache.Of(session);
        try
        {
            return await ask(objects, Recent with { ApiVersion = version }, tooLong).WaitAsync(TimeSpan.FromSeconds(1), tooLong)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or SfException { StatusCode: null })
        {
            return await ask(objects, OfAnyAge with { ApiVersion = version }, tooLong).ConfigureAwait(false);
        }
    }

    private static SfConnection? Connection(IDictionary bound)
    {
        var store = ConnectionStore.Of(Runspace.DefaultRunspace);
        return PSValue.Unwrap(bound["Connection"]) switch
        {
            SfConnection connection => connection,
            string name => store.Find(name),
            null => store.All is { Count: > 0 } ? store.Default : null,
            _ => null,
        };
    }
}
