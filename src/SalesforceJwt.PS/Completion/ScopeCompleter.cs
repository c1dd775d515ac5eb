using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace SalesforceJwt.PS.Completion;

/// <summary>Completes OAuth scopes (Salesforce Help: "OAuth Tokens and Scopes").</summary>
public sealed class ScopeCompleter : IArgumentCompleter
{
    private static readonly (string Name, string ToolTip)[] Scopes =
    [
        ("api", "Manage user data via APIs"),
        ("refresh_token", "Perform requests at any time: renew the session, and remember the approval"),
        ("offline_access", "The same as refresh_token"),
        ("web", "Manage user data via Web browsers"),
        ("full", "Full access, without refresh_token"),
        ("id", "Access the identity URL service"),
        ("openid", "Access unique user identifiers"),
        ("profile", "Access the identity URL service"),
        ("email", "Access the identity URL service"),
        ("address", "Access the identity URL service"),
        ("phone", "Access the identity URL service"),
        ("chatter_api", "Access Connect REST API resources"),
        ("custom_permissions", "Access custom permissions"),
        ("visualforce", "Access Visualforce applications"),
        ("content", "Access content resources"),
        ("lightning", "Access Lightning applications"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletedName.Of(wordToComplete, Scopes);
}
