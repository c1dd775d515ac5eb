using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.PS.Completion;

/// <summary>Completes the names of apps that users have signed in to in the last days.</summary>
public sealed class LoginApplicationCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletedName.Of(wordToComplete, DescribedNames.Queried(
            fakeBoundParameters,
            "SELECT Application FROM LoginHistory WHERE LoginTime = LAST_N_DAYS:7 GROUP BY Application ORDER BY Application",
            static app => (app.Text("Application") ?? string.Empty, "App")));
}
