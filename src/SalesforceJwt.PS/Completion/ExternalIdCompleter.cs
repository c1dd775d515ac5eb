using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace SalesforceJwt.PS.Completion;

/// <summary>
/// Completes the names of fields by which records of the object that <c>-Type</c> names can be found in place of their id.
/// </summary>
public sealed class ExternalIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletedName.Of(
            wordToComplete, DescribedNames.Fields(fakeBoundParameters, static f => f.IsExternalId || (f.IsIdLookup && f.Type != "id")));
}
