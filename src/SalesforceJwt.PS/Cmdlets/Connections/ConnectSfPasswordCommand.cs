using System.Management.Automation;
using System.Security;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>
/// Signs in with username and password. Orgs block this flow where Setup > OAuth and OpenID Connect Settings > Allow OAuth
/// Username-Password Flows is off, as it is in new orgs, and where the user has to use multi-factor authentication for API logins; use
/// <c>Connect-SfJwt</c> wherever you can. The connection becomes the session's default and renews itself.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "SfPassword")]
[OutputType(typeof(SfConnection))]
public sealed partial class ConnectSfPasswordCommand : SfConnectCmdlet, IClientParameters, ITokenCacheParameters
{
    /// <summary>Username and password.</summary>
    [Parameter(Mandatory = true, Position = 1, HelpMessage = "Salesforce username and password.")]
    [NoSecret]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The user's security token.</summary>
    [Parameter(HelpMessage = "The user's security token; needed if this machine's address is not trusted.")]
    [SecretTransformation]
    [ValidateNotNull]
    public SecureString? SecurityToken { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        var client = this.CreateClient();
        var password = Secret.RevealText(Credential!.Password) + Secret.RevealText(SecurityToken);
        return ConnectAsync(new PasswordFlow(client, Credential.UserName, password), cancellationToken);
    }
}
