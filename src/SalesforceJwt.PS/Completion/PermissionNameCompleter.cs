using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace SalesforceJwt.PS.Completion;

/// <summary>Completes the names of system permissions.</summary>
public sealed class PermissionNameCompleter : IArgumentCompleter
{
    private const string Prefix = "Permissions";

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletedName.Of(
            wordToComplete,
            DescribedNames.Fields(
                fakeBoundParameters, "PermissionSet",
                static field => field.Type == "boolean" && field.Name.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(field => (field.Name[Prefix.Length..], field.ToolTip)));
}
