using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.PS.Completion;

/// <summary>Completes usernames of the org, by the beginning of username, name, email address or alias.</summary>
public sealed class UserCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = CompletedName.Typed(wordToComplete);
        var soql = $"SELECT Username, Name FROM User WHERE {UserQuery.LikeCondition(typed + "*")} ORDER BY Username LIMIT 50";
        return CompletedName.Of(
            string.Empty,
            DescribedNames.Queried(
                fakeBoundParameters, soql, static user => (user.RequiredText("Username"), user.Text("Name") ?? string.Empty)));
    }
}
