using System.Management.Automation;
using System.Security;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>
/// Signs in with the refresh token of an earlier sign-in. The connection becomes the session's default and renews itself.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "SfRefreshToken")]
[OutputType(typeof(SfConnection))]
public sealed partial class ConnectSfRefreshTokenCommand : SfConnectCmdlet, IClientParameters, ITokenCacheParameters
{
    /// <summary>The refresh token.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, HelpMessage = "The refresh token. Default: SF_REFRESH_TOKEN.")]
    [SecretTransformation]
    [ValidateNotNull]
    public SecureString? RefreshToken { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        var client = this.CreateClient();
        var token = Choose(RefreshToken, SignInEnvironment.RefreshToken, "refresh token");
        return ConnectAsync(new RefreshTokenFlow(client, token), cancellationToken);
    }
}
