using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SalesforceJwt.Core.Admin;

namespace SalesforceJwt.PS.Completion;

/// <summary>Completes the names of Setup pages.</summary>
public sealed class SetupPageCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletedName.Of(wordToComplete, SetupPages.All.Select(page => (page.Name, page.Purpose)));
}
