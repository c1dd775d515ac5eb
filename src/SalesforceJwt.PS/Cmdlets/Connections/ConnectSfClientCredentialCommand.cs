using System.Management.Automation;
using System.Security;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>
/// Signs in with the client credentials flow: the app's own secret, as the user whom an admin has set on the app. Salesforce offers it at
/// the org's My Domain only. The connection becomes the session's default and renews itself.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "SfClientCredential")]
[OutputType(typeof(SfConnection))]
public sealed partial class ConnectSfClientCredentialCommand : SfConnectCmdlet, ITokenCacheParameters
{
    /// <summary>The app's consumer key.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The app's consumer key. Default: SF_CLIENT_ID.")]
    [Alias("ConsumerKey")]
    public string? ClientId { get; set; }

    /// <summary>The app's consumer secret.</summary>
    [Parameter(Position = 1, HelpMessage = "The app's consumer secret. Default: SF_CLIENT_SECRET.")]
    [Alias("ConsumerSecret")]
    [SecretTransformation]
    [ValidateNotNull]
    public SecureString? ClientSecret { get; set; }

    /// <summary>The org's My Domain.</summary>
    [Parameter(
        Position = 2,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "The org's My Domain: https://NAME.my.salesforce.com. Default: SF_LOGIN_URL.")]
    [Alias("Instance")]
    [ValidateNotNullOrEmpty]
    public string? LoginUrl { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        var loginUrl = SignInEnvironment.Choose(LoginUrl, SignInEnvironment.LoginUrl, "login URL (the org's My Domain)");
        var clientId = SignInEnvironment.Choose(ClientId, SignInEnvironment.ClientId, SignInEnvironment.ClientIdName);
        var secret = Secret.RevealText(ClientSecret) ?? SignInEnvironment.Get(SignInEnvironment.ClientSecret);
        var client = new OAuthClient(Core.OAuth.LoginUrl.Parse(loginUrl), clientId, secret);
        return ConnectAsync(new ClientCredentialsFlow(client), cancellationToken);
    }
}
