using System.Management.Automation;
using System.Security;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Exchange;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>
/// Signs in with the token exchange flow: a token of another issuer, such as the one that a CI system gives to its jobs, is exchanged for a
/// token of the org. Nothing is stored. The connection becomes the session's default and renews itself.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "SfTokenExchange", DefaultParameterSetName = Token)]
[OutputType(typeof(SfConnection))]
public sealed partial class ConnectSfTokenExchangeCommand : SfConnectCmdlet, ITokenCacheParameters
{
    private const string Token = "Token";
    private const string GitHub = "GitHub";
    private const string AzurePipelines = "AzurePipelines";
    private const string GitLab = "GitLab";

    // The Azure tasks set it for the service connection that they use.
    private const string ServiceConnectionVariable = "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID";

    /// <summary>The app's consumer key.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The app's consumer key. Default: SF_CLIENT_ID.")]
    [Alias("ConsumerKey")]
    public string? ClientId { get; set; }

    /// <summary>The token to exchange.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = Token,
        HelpMessage = "The token to exchange, of an issuer that the org's handler knows.")]
    [SecretTransformation]
    [ValidateNotNull]
    public SecureString? SubjectToken { get; set; }

    /// <summary>Takes the token of the GitHub Actions job.</summary>
    [Parameter(Mandatory = true, ParameterSetName = GitHub, HelpMessage = "Takes the token of the GitHub Actions job.")]
    public SwitchParameter FromGitHub { get; set; }

    /// <summary>Takes the token of the Azure Pipelines job.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AzurePipelines, HelpMessage = "Takes the token of the Azure Pipelines job.")]
    public SwitchParameter FromAzurePipelines { get; set; }

    /// <summary>Takes the token of the GitLab job.</summary>
    [Parameter(Mandatory = true, ParameterSetName = GitLab, HelpMessage = "Takes the token of the GitLab CI job.")]
    public SwitchParameter FromGitLab { get; set; }

    /// <summary>The audience of the GitHub token.</summary>
    [Parameter(ParameterSetName = GitHub, HelpMessage = "Audience (aud) of the job's token. Default: the login URL.")]
    [ValidateNotNullOrEmpty]
    public string? OidcAudience { get; set; }

    /// <summary>The service connection of Azure Pipelines.</summary>
    [Parameter(
        ParameterSetName = AzurePipelines,
        HelpMessage = "Id of the service connection for the token. Default: that of the Azure task, then none.")]
    [ValidateNotNullOrEmpty]
    public string? ServiceConnectionId { get; set; }

    /// <summary>The variable of the GitLab token.</summary>
    [Parameter(ParameterSetName = GitLab, HelpMessage = "Name of the variable with the token, as the job's id_tokens has it.")]
    [ValidateNotNullOrEmpty]
    public string IdTokenVariable { get; set; } = GitLabToken.DefaultVariable;

    /// <summary>The type of the token to exchange.</summary>
    [Parameter(HelpMessage = "Type of the token to exchange: Jwt, IdToken, AccessToken, RefreshToken, Saml2, or a URN.")]
    [ArgumentCompleter(typeof(SubjectTokenTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string SubjectTokenType { get; set; } = Core.OAuth.Exchange.SubjectTokenType.Jwt;

    /// <summary>The org's handler.</summary>
    [Parameter(HelpMessage = "Name of the org's token exchange handler. Default: that of the app.")]
    [ValidateNotNullOrEmpty]
    public string? TokenHandler { get; set; }

    /// <summary>The scopes.</summary>
    [Parameter(HelpMessage = "Scopes to ask for. Default: all of the app.")]
    [ArgumentCompleter(typeof(ScopeCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Scope { get; set; } = [];

    /// <summary>The app's consumer secret.</summary>
    [Parameter(HelpMessage = "The app's consumer secret, where the app demands it. Default: SF_CLIENT_SECRET, then none.")]
    [Alias("ConsumerSecret")]
    [SecretTransformation]
    [ValidateNotNull]
    public SecureString? ClientSecret { get; set; }

    /// <summary>The org's My Domain.</summary>
    [Parameter(
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "The org's My Domain: https://NAME.my.salesforce.com. Default: SF_LOGIN_URL.")]
    [Alias("Instance")]
    [ValidateNotNullOrEmpty]
    public string? LoginUrl { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        var loginUrl = Core.OAuth.LoginUrl.Parse(
            SignInEnvironment.Choose(LoginUrl, SignInEnvironment.LoginUrl, "login URL (the org's My Domain)"));
        var client = new OAuthClient(
            loginUrl,
            SignInEnvironment.Choose(ClientId, SignInEnvironment.ClientId, SignInEnvironment.ClientIdName),
            Secret.RevealText(ClientSecret) ?? SignInEnvironment.Get(SignInEnvironment.ClientSecret));
        return ConnectAsync(
            new TokenExchangeFlow(client, Source(loginUrl), SubjectTokenType, TokenHandler, string.Join(' ', Scope)), cancellationToken);
    }

    private ISubjectTokenSource Source(Uri loginUrl) => ParameterSetName switch
    {
        GitHub => new GitHubToken(OidcAudience ?? Core.OAuth.LoginUrl.ToAudience(loginUrl), SignInEnvironment.Get),
        AzurePipelines => new AzurePipelinesToken(
            ServiceConnectionId ?? SignInEnvironment.Get(ServiceConnectionVariable), SignInEnvironment.Get),
        GitLab => new GitLabToken(IdTokenVariable, SignInEnvironment.Get),
        _ => new GivenSubjectToken(Secret.RevealText(SubjectToken)!),
    };
}
