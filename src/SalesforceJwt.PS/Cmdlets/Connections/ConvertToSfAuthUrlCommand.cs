using System.Management.Automation;
using System.Security;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>
/// Writes a connection with a refresh token as the auth URL (<c>force://…</c>) that <c>sf org login sfdx-url</c> and
/// <c>Connect-SfAuthUrl</c> take. It is a secret: who has it can sign in.
/// </summary>
[Cmdlet(VerbsData.ConvertTo, "SfAuthUrl", DefaultParameterSetName = "Secure")]
[OutputType(typeof(SecureString), ParameterSetName = ["Secure"])]
[OutputType(typeof(string), ParameterSetName = ["PlainText"])]
public sealed class ConvertToSfAuthUrlCommand : SfCmdlet
{
    /// <summary>The connection, as an object or by name; the default one where it is left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, HelpMessage = "A connection or its name; left out: the session's default.")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public SfConnectionReference? Connection { get; set; }

    /// <summary>Gives it bare.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "PlainText", HelpMessage = "Gives it as plain text. Whoever sees it can sign in.")]
    public SwitchParameter AsPlainText { get; set; }

    private protected override object? ErrorTarget => Connection?.Name;

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        var url = Connections.Get(Connection).Session.ToAuthUrl().Reveal();
        WriteObject(AsPlainText ? url : Secret.Protect(url));
        return Task.CompletedTask;
    }
}
