using System.Management.Automation;
using System.Security;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.PS.Connections;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base;

/// <summary>A cmdlet that signs in as an app which may have a consumer secret.</summary>
public abstract class SfClientCmdlet : SfLoginCmdlet
{
    /// <summary>The app's consumer secret.</summary>
    [Parameter(HelpMessage = "The app's consumer secret, where the app demands it. Left out: SF_CLIENT_SECRET, then none.")]
    [Alias("ConsumerSecret")]
    [SecretTransformation]
    [ValidateNotNull]
    public SecureString? ClientSecret { get; set; }

    /// <summary>The app.</summary>
    private protected OAuthClient CreateClient() => new(
        ChooseLoginUrl(),
        Choose(ClientId, SignInEnvironment.ClientId, "client id (consumer key)", "-ClientId"),
        Choose(ClientSecret, SignInEnvironment.ClientSecret));
}
