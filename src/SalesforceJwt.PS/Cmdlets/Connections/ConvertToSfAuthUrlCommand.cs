using System.Management.Automation;
using System.Security;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>
/// Writes a connection with a refresh token as the auth URL (<c>force://…</c>) that <c>sf org login sfdx-url</c> and
/// <c>Connect-SfAuthUrl</c> accept. It is a secret: anyone who has it can sign in.
/// </summary>
[Cmdlet(VerbsData.ConvertTo, "SfAuthUrl", DefaultParameterSetName = "Secure")]
[OutputType(typeof(SecureString), ParameterSetName = ["Secure"])]
[OutputType(typeof(string), ParameterSetName = ["PlainText"])]
public sealed class ConvertToSfAuthUrlCommand : SfConnectionCmdlet
{
    /// <summary>Output as plain text.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = "PlainText",
        HelpMessage = "Returns the auth URL as plain text. Anyone who sees it can sign in.")]
    public SwitchParameter AsPlainText { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        var url = Session.ToAuthUrl().Reveal();
        WriteObject(AsPlainText ? url : Secret.Protect(url));
        return Task.CompletedTask;
    }
}
