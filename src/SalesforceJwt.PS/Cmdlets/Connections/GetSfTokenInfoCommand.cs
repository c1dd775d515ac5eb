using System.Management.Automation;
using System.Security;
using SalesforceJwt.Core;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>
/// Asks Salesforce whether a token is valid, until when, and for what (token introspection, RFC 7662). Salesforce answers only to an app
/// with its consumer secret.
/// </summary>
[Cmdlet(VerbsCommon.Get, "SfTokenInfo")]
[OutputType(typeof(SfTokenInfo))]
public sealed class GetSfTokenInfoCommand : SfConnectionCmdlet
{
    /// <summary>Another token.</summary>
    [Parameter(HelpMessage = "Another access or refresh token of the same org. Default: the connection's access token.")]
    [SecretTransformation]
    [ValidateNotNull]
    public SecureString? Token { get; set; }

    /// <summary>The app's consumer key.</summary>
    [Parameter(HelpMessage = "Consumer key of the app that sends the request. Default: the connection's, then SF_CLIENT_ID.")]
    [Alias("ConsumerKey")]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    /// <summary>The app's consumer secret.</summary>
    [Parameter(HelpMessage = "The app's consumer secret. Default: the connection's, then SF_CLIENT_SECRET.")]
    [Alias("ConsumerSecret")]
    [SecretTransformation]
    [ValidateNotNull]
    public SecureString? ClientSecret { get; set; }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var session = Session;
        var clientId = ClientId ?? session.Client?.ClientId ?? SignInEnvironment.Get(SignInEnvironment.ClientId) ?? throw new SfException(
            SfErrorKind.ValueMissing,
            "No client id (consumer key) is known for this connection.",
            $"Give it with -ClientId, or in the environment variable {SignInEnvironment.ClientId}.");
        var secret = Secret.RevealText(ClientSecret) ?? session.Client?.ClientSecret
            ?? SignInEnvironment.Get(SignInEnvironment.ClientSecret);
        var client = new OAuthClient(session.LoginUrl, clientId, secret);
        if (client.ClientSecret is null)
        {
            throw new SfException(
                SfErrorKind.ValueMissing,
                "Salesforce answers only to an app with its consumer secret, and none is known for this connection.",
                $"Give it with -ClientSecret, or in the environment variable {SignInEnvironment.ClientSecret}.");
        }

        WriteObject(await session.IntrospectAsync(client, Secret.RevealText(Token), Observer, cancellationToken));
    }
}
