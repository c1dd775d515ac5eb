using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SalesforceJwt.Core.OAuth.Exchange;

namespace SalesforceJwt.PS.Completion;

/// <summary>Completes the types of tokens that Salesforce exchanges.</summary>
public sealed class SubjectTokenTypeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletedName.Of(wordToComplete, SubjectTokenType.All);
}
