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
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletedName.Of(wordToComplete, ConnectionStore.Of(Runspace.DefaultRunspace).All.Select(c => (c.Name, c.ToString())));
}
