using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace SalesforceJwt.PS.Completion;

/// <summary>Completes the API versions of the connection's org.</summary>
public sealed class ApiVersionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        // The typed start of a version is not one to ask the org with.
        fakeBoundParameters.Remove("ApiVersion");
        return CompletedName.Of(wordToComplete, DescribedNames.Versions(fakeBoundParameters));
    }
}
