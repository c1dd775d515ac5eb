using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SalesforceJwt.Core.Admin;

namespace SalesforceJwt.PS.Completion;

/// <summary>Completes the names of system permissions.</summary>
public sealed class PermissionNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletedName.Of(
            wordToComplete,
            DescribedNames.Fields(fakeBoundParameters, "PermissionSet", AccessTargets.IsSystemPermission)
                .Select(field => (AccessTargets.PermissionName(field.Name), field.ToolTip)));
}
