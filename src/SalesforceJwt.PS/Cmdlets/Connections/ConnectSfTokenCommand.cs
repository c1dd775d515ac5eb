using System.Management.Automation;
using System.Security;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>
/// Makes a connection from an existing access token, after asking Salesforce for its user. It cannot be renewed: when the token
/// ends, so does the connection.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "SfToken")]
[OutputType(typeof(SfConnection))]
public sealed class ConnectSfTokenCommand : SfConnectCmdlet
{
    /// <summary>The access token.</summary>
    [Parameter(
        Position = 0,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "The access token or session id. Default: SF_ACCESS_TOKEN.")]
    [Alias("Token", "SessionId")]
    [SecretTransformation]
    [ValidateNotNull]
    public SecureString? AccessToken { get; set; }

    /// <summary>The instance.</summary>
    [Parameter(
        Position = 1,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "The org's instance URL: https://NAME.my.salesforce.com. Default: SF_INSTANCE_URL.")]
    [ValidateNotNullOrEmpty]
    public string? InstanceUrl { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        var instance = LoginUrl.ParseInstance(SignInEnvironment.Choose(InstanceUrl, SignInEnvironment.InstanceUrl, "instance URL"));
        var token = Choose(AccessToken, SignInEnvironment.AccessToken, "access token");
        return ConnectAsync(new AccessTokenFlow(instance, token), cancellationToken);
    }
}
