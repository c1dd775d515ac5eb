using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query.Soql;

namespace SalesforceJwt.PS.Completion;

/// <summary>Completes the names of Apex classes, those of packages with their namespace, which need not be typed.</summary>
public sealed class ApexClassCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = CompletedName.Typed(wordToComplete);
        var local = PackagedName.Local(typed);
        var space = typed[..^local.Length].TrimEnd('_');

        // An org has thousands of classes.
        var soql = $"SELECT Name, NamespacePrefix FROM ApexClass WHERE Name LIKE {LikePattern.Of(local + "*")}"
            + $"{(space.Length == 0 ? string.Empty : $" AND NamespacePrefix = {SoqlLiteral.Of(space)}")} ORDER BY Name LIMIT 50";
        return CompletedName.Of(
            string.Empty,
            DescribedNames.Queried(
                fakeBoundParameters, soql, static type => (PackagedName.Of(type, type.RequiredText("Name")), "Apex class")));
    }
}
