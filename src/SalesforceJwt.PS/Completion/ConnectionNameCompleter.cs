using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using SalesforceJwt.PS.Connections;

namespace SalesforceJwt.PS.Completion;

/// <summary>Completes the names of the session's connections.</summary>
public sealed class ConnectionNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var prefix = (wordToComplete ?? string.Empty).Trim('\'', '"');
        return ConnectionStore.Of(Runspace.DefaultRunspace).All
            .Where(c => c.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(c => new CompletionResult(Quote(c.Name), c.Name, CompletionResultType.ParameterValue, c.ToString()));
    }

    private static string Quote(string name) =>
        name.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_') ? name : "'" + CodeGeneration.EscapeSingleQuotedStringContent(name) + "'";
}
