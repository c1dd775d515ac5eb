using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.PS.Completion;

/// <summary>Completes the names of the org's profiles.</summary>
public sealed class UserProfileCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletedName.Of(wordToComplete, DescribedNames.Queried(
            fakeBoundParameters,
            "SELECT Name, UserLicense.Name FROM Profile ORDER BY Name",
            static profile => (profile.RequiredText("Name"), profile.Member("UserLicense")?.Text("Name") ?? "Profile")));
}
