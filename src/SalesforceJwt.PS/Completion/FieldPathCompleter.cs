using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace SalesforceJwt.PS.Completion;

/// <summary>Completes names of fields with their object's before them: up to the dot the objects, behind it the object's fields.</summary>
public sealed class FieldPathCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletedName.Of(
            wordToComplete,
            CompletedName.Typed(wordToComplete).Split('.') is [var name, _, ..]
                ? DescribedNames.Fields(fakeBoundParameters, name, static _ => true).Select(one => ($"{name}.{one.Name}", one.ToolTip))
                : DescribedNames.Objects(fakeBoundParameters).Select(of => (of.Name + ".", of.ToolTip)));
}
