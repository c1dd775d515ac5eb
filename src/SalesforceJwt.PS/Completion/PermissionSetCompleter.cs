using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace SalesforceJwt.PS.Completion;

/// <summary>Completes the names of the org's permission sets, groups and licenses.</summary>
public sealed class PermissionSetCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletedName.Of(wordToComplete, DescribedNames.PermissionSets(fakeBoundParameters));
}
