using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.PS.Completion;

/// <summary>Completes the labels of the org's apps, and the names of those whose label begins otherwise.</summary>
public sealed class AppCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = CompletedName.Typed(wordToComplete);
        var apps = DescribedNames.Queried(
            fakeBoundParameters,
            "SELECT Name, NamespacePrefix, Label FROM AppMenuItem ORDER BY Label",
            static app => PackagedName.Of(app, app.RequiredText("Name")) is var name ? (app.Text("Label") ?? name, name) : default);
        return CompletedName.Of(
            typed,
            apps.Select(app => app.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? app : (app.ToolTip, app.Name)));
    }
}
