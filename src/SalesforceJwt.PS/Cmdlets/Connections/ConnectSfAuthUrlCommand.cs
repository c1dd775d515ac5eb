using System.Management.Automation;
using System.Security;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.PS.Connections;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>
/// Signs in with an auth URL of the sf CLI (<c>force://…</c>), which holds a refresh token. The connection becomes the session's default
/// and renews itself.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "SfAuthUrl", DefaultParameterSetName = "AuthUrl")]
[OutputType(typeof(SfConnection))]
public sealed class ConnectSfAuthUrlCommand : SfConnectCmdlet
{
    /// <summary>The auth URL.</summary>
    [Parameter(Position = 0, ParameterSetName = "AuthUrl", ValueFromPipeline = true, HelpMessage = "The auth URL: force://CLIENTID:SECRET:REFRESHTOKEN@HOST. Left out: SFDX_AUTH_URL.")]
    [SecretTransformation]
    [ValidateNotNull]
    public SecureString? AuthUrl { get; set; }

    /// <summary>A file with the auth URL.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Path", ValueFromPipelineByPropertyName = true, HelpMessage = "File with the auth URL, or with the output of: sf org display --verbose --json")]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        var url = Path is not null ? SfAuthUrl.FromFile(FullPath(Path)) : SfAuthUrl.Parse(Choose(AuthUrl, SignInEnvironment.AuthUrl, "auth URL", "-AuthUrl"));
        return ConnectAsync(new RefreshTokenFlow(url.Client, url.RefreshToken), cancellationToken);
    }
}
