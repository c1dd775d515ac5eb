using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.PS.Completion;

/// <summary>Completes the labels of apps that have tokens.</summary>
public sealed class TokenApplicationCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletedName.Of(wordToComplete, DescribedNames.Queried(
            fakeBoundParameters,
            "SELECT AppName FROM OauthToken GROUP BY AppName ORDER BY AppName",
            static app => (app.Text("AppName") ?? string.Empty, "App")));
}
