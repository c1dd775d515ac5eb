using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace SalesforceJwt.PS.Completion;

/// <summary>Completes the API versions that the connection's org has, newest first.</summary>
public sealed class ApiVersionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        // What is typed of the version is no version yet to ask the org with.
        fakeBoundParameters.Remove("ApiVersion");
        return CompletedName.Of(wordToComplete, DescribedNames.Versions(fakeBoundParameters));
    }
}
