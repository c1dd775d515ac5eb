using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Rest;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.PS.Connections;
using SalesforceJwt.PS.Pipeline;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>A cmdlet that makes a connection: what all of them can set, in whatever way they sign in.</summary>
public abstract class SfConnectCmdlet : SfHttpCmdlet
{
    /// <summary>The REST API version.</summary>
    [Parameter(HelpMessage = "REST API version of the connection's calls, such as 68.0. Left out: the org's newest.")]
    [ValidateNotNullOrEmpty]
    public string? ApiVersion { get; set; }

    /// <summary>The connection's name.</summary>
    [Parameter(HelpMessage = "Name of the connection, for -Connection. Left out: the username.")]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Hosts to which the token may go besides Salesforce's own.</summary>
    [Parameter(HelpMessage = "Hosts that the token may go to, besides Salesforce's own and the login host.")]
    [ValidateNotNullOrEmpty]
    public string[] AllowedInstanceHost { get; set; } = [];

    /// <summary>The value that was given, else the environment's.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ValueMissing"/>.</exception>
    private protected static string Choose(string? given, string variable, string what, string parameter) =>
        given ?? SignInEnvironment.Get(variable) ?? throw new SfException(
            SfErrorKind.ValueMissing,
            $"No {what} was given.",
            $"Give it with {parameter}, or in the environment variable {variable}.");

    /// <summary>What was chosen for the connection besides who signs in and how.</summary>
    private protected SfSessionOptions Options()
    {
        var retry = Over(RetryPolicy.Default);
        return new SfSessionOptions
        {
            Http = Over(new HttpSettings()),
            SignIn = new SignInOptions { Timeouts = Over(HttpTimeouts.Login), Retry = retry },
            Timeouts = Over(HttpTimeouts.Default),
            Retry = retry,
            ApiVersion = ApiVersion is null ? null : Core.Rest.ApiVersion.Parse(ApiVersion),
            AllowedInstanceHosts = AllowedInstanceHost,
        };
    }
}
