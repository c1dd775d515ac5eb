using System.Management.Automation;
using System.Security;
using System.Text;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>
/// Signs in with an auth URL of the sf CLI (<c>force://…</c>), which holds a refresh token. The connection becomes the session's default
/// and renews itself.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "SfAuthUrl", DefaultParameterSetName = "AuthUrl")]
[OutputType(typeof(SfConnection))]
public sealed partial class ConnectSfAuthUrlCommand : SfConnectCmdlet, ITokenCacheParameters
{
    // Collects the JSON of the sf CLI, which arrives line by line.
    private readonly StringBuilder _json = new();

    /// <summary>The auth URL.</summary>
    [Parameter(
        Position = 0,
        ParameterSetName = "AuthUrl",
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "The auth URL, or the output of: sf org auth show-sfdx-auth-url --json. Default: SFDX_AUTH_URL.")]
    [Alias("SfdxAuthUrl")]
    [SecretTransformation]
    [ValidateNotNull]
    public SecureString? AuthUrl { get; set; }

    /// <summary>A file with the auth URL.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "Path",
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "File with the auth URL, or with the output of: sf org auth show-sfdx-auth-url --json")]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (Path is not null)
        {
            return ConnectAsync(SfAuthUrl.FromFile(FullPath(Path)), cancellationToken);
        }

        var text = Choose(AuthUrl, SignInEnvironment.AuthUrl, "auth URL");
        if (MyInvocation.ExpectingInput && (_json.Length > 0 || text.AsSpan().TrimStart().StartsWith("{")))
        {
            text = _json.AppendLine(text).ToString();
            if (!SfAuthUrl.IsCompleteJson(text))
            {
                return Task.CompletedTask;
            }

            _json.Clear();
        }

        return ConnectAsync(SfAuthUrl.Parse(text), cancellationToken);
    }

    private protected override Task EndAsync(CancellationToken cancellationToken) =>
        _json.Length == 0 ? Task.CompletedTask : ConnectAsync(SfAuthUrl.Parse(_json.ToString()), cancellationToken);

    private Task<SfConnection> ConnectAsync(SfAuthUrl url, CancellationToken cancellationToken) =>
        ConnectAsync(new RefreshTokenFlow(url.Client, url.RefreshToken), cancellationToken);
}
