using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace SalesforceJwt.PS.Completion;

/// <summary>
/// Completes the paths of the REST API: its common resources, and below <c>sobjects/</c> the org's objects and what each has.
/// </summary>
public sealed class RestPathCompleter : IArgumentCompleter
{
    private const string Objects = "sobjects/";

    private static readonly (string Name, string ToolTip)[] Resources =
    [
        ("limits", "The org's limits and what is left of them"),
        ("query?q=", "SOQL"),
        ("queryAll?q=", "SOQL that finds deleted and archived records too"),
        ("search?q=", "SOSL"),
        ("parameterizedSearch", "Search without SOSL"),
        ("sobjects", "All objects"),
        (Objects, "One object: sobjects/Contact, sobjects/Contact/<id>"),
        ("composite", "Up to 25 requests in one, which may use each other's answers"),
        ("composite/batch", "Up to 25 requests in one"),
        ("composite/graph", "Up to 500 requests in graphs, each all or nothing"),
        ("composite/sobjects", "Up to 200 records in one request"),
        ("composite/tree/", "Records with their children: composite/tree/Account"),
        ("jobs/ingest", "Bulk API 2.0: jobs that write"),
        ("jobs/query", "Bulk API 2.0: jobs that query"),
        ("tooling/query?q=", "SOQL of the Tooling API"),
        ("tooling/sobjects", "Objects of the Tooling API"),
        ("tooling/executeAnonymous?anonymousBody=", "Anonymous Apex"),
        ("recent", "Records that the user looked at lately"),
        ("actions", "Actions that can be invoked, flows among them"),
        ("analytics/reports", "Reports"),
        ("event/eventSchema/", "Schemas of platform events"),
        ("ui-api/object-info", "User interface API: objects"),
        ("/services/data", "The org's API versions"),
        ("/services/apexrest/", "REST services written in Apex"),
        ("/services/oauth2/userinfo", "Who is signed in"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var path = CompletedName.Typed(wordToComplete);
        if (!path.StartsWith(Objects, StringComparison.OrdinalIgnoreCase))
        {
            return Of(Resources);
        }

        // Ids cannot be offered; what an object has beside its records can.
        return path[Objects.Length..].Split('/') is [var name, _]
            ? Of([
                ($"{Objects}{name}/describe", $"{name}: fields, relationships, picklists"),
                ($"{Objects}{name}/deleted/", "Records that were deleted in a time"),
                ($"{Objects}{name}/updated/", "Records that were changed in a time")])
            : Of([.. DescribedNames.Objects(fakeBoundParameters).Select(o => (Objects + o.Name, o.ToolTip))]);

        IEnumerable<CompletionResult> Of(IEnumerable<(string Name, string ToolTip)> paths) => CompletedName.Of(path, paths);
    }
}
