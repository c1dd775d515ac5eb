using System.Collections;
using System.Management.Automation;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Pipeline;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>
/// Gives a connection's access token: in a SecureString, as plain text, or as a header for <c>Invoke-RestMethod</c>.
/// Asks Salesforce nothing, unless <c>-Renew</c> forces a fresh token.
/// </summary>
[Cmdlet(VerbsCommon.Get, "SfAccessToken", DefaultParameterSetName = "Secure")]
[OutputType(typeof(SfAccessToken), ParameterSetName = ["Secure"])]
[OutputType(typeof(string), ParameterSetName = ["PlainText"])]
[OutputType(typeof(Hashtable), ParameterSetName = ["Header"])]
public sealed class GetSfAccessTokenCommand : SfCmdlet
{
    /// <summary>The connection, as an object or by name; the default one where it is left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, HelpMessage = "A connection or its name; left out: the session's default.")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    [ValidateNotNull]
    public SfConnectionReference? Connection { get; set; }

    /// <summary>Gives the bare token.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "PlainText", HelpMessage = "Gives the token as plain text. Whoever sees it can use it.")]
    public SwitchParameter AsPlainText { get; set; }

    /// <summary>Gives a hashtable for <c>-Headers</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Header", HelpMessage = "Gives @{ Authorization = 'Bearer …' }, for Invoke-RestMethod -Headers.")]
    public SwitchParameter AsHeader { get; set; }

    /// <summary>Signs in anew first.</summary>
    [Parameter(HelpMessage = "Signs in anew first, though the present token may still be good.")]
    public SwitchParameter Renew { get; set; }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var connection = Connections.Get(Connection);
        var token = connection.Session.Token;
        if (Renew)
        {
            token = await connection.Session.RenewAsync(token, HttpObserver.For(this, Pump!), cancellationToken);
        }

        object output = AsPlainText ? token.AccessToken
            : AsHeader ? new Hashtable { ["Authorization"] = "Bearer " + token.AccessToken }
            : new SfAccessToken(Secret.Protect(token.AccessToken), connection, token.TokenType);
        WriteObject(output);
    }
}
