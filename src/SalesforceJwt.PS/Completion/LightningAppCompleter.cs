using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.PS.Completion;

/// <summary>Completes the developer names of Lightning and Classic apps, which are parts of their addresses.</summary>
public sealed class LightningAppCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletedName.Of(wordToComplete, DescribedNames.Queried(
            fakeBoundParameters,
            "SELECT Name, NamespacePrefix, Label FROM AppMenuItem WHERE Type = 'TabSet' ORDER BY Name",
            static app => (PackagedName.Of(app, app.RequiredText("Name")), app.Text("Label") ?? string.Empty)));
}
