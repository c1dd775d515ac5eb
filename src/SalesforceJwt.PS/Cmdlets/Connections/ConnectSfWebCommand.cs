using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Connections;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>
/// Signs in through the browser: the web server flow with PKCE, or the user-agent flow. The connection becomes the session's default and
/// renews itself with the refresh token. With the scopes api and refresh_token it also approves the app for this user, so that
/// <c>Connect-SfJwt</c> works from then on.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "SfWeb")]
[OutputType(typeof(SfConnection))]
public sealed class ConnectSfWebCommand : SfInteractiveCmdlet
{
    /// <summary>Which flow.</summary>
    [Parameter(
        HelpMessage = "WebServer (authorization code with PKCE) or UserAgent (the implicit flow, for apps that allow nothing else).")]
    [NoSecret]
    [ValidateSet("WebServer", "UserAgent")]
    public string Flow { get; set; } = "WebServer";

    /// <summary>Who is expected to sign in.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "Username that is filled in on the login page.")]
    [Alias("Username")]
    [ValidateNotNullOrEmpty]
    public string? LoginHint { get; set; }

    /// <summary>What Salesforce asks again.</summary>
    [Parameter(HelpMessage = "Makes Salesforce ask again for the login, the consent, or both.")]
    [NoSecret]
    [ValidateSet("login", "consent")]
    public string[] Prompt { get; set; } = [];

    /// <summary>The callback's port.</summary>
    [Parameter(HelpMessage = "Port of the callback URL http://localhost:PORT/OauthRedirect. It must be on the app. Default: 1717.")]
    [NoSecret]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    /// <summary>The whole callback URL.</summary>
    [Parameter(
        HelpMessage = "The whole callback URL, on localhost, as it is on the app. Default: http://localhost:1717/OauthRedirect.")]
    [NoSecret]
    [ValidateNotNull]
    public Uri? CallbackUrl { get; set; }

    /// <summary>Only prints the URL.</summary>
    [Parameter(HelpMessage = "Opens no browser; the URL is shown for a browser on this machine.")]
    public SwitchParameter NoBrowser { get; set; }

    private protected override bool SignsInFirst => Prompt.Length > 0;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (Port is not null && CallbackUrl is not null)
        {
            throw new SfException(
                SfErrorKind.ArgumentConflict,
                "Both -Port and -CallbackUrl were given.",
                "Give one of them; a callback URL contains its port.");
        }

        var signIn = new WebSignIn
        {
            CallbackUrl = CallbackUrl ?? (Port is { } port ? WithPort(port) : WebSignIn.DefaultCallbackUrl),
            Scope = string.Join(' ', Scope),
            LoginHint = LoginHint,
            Prompt = string.Join(' ', Prompt),
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            Show = Show,
        };
        var client = this.CreateClient();
        BrowserFlow flow = Flow == "UserAgent" ? new UserAgentFlow(client, signIn) : new WebServerFlow(client, signIn);
        var connection = await ConnectAsync(flow, cancellationToken);
        if (LoginHint is not null && connection.Username is not null
            && !string.Equals(LoginHint, connection.Username, StringComparison.OrdinalIgnoreCase))
        {
            WriteWarning($"{connection.Username} signed in, not {LoginHint}. The app is approved for {connection.Username} alone.");
        }
    }

    private static Uri WithPort(int port) => new UriBuilder(WebSignIn.DefaultCallbackUrl) { Port = port }.Uri;

    private void Show(Uri url, Uri start)
    {
        var opened = !NoBrowser && Browser.TryOpen(start);
        var message = opened ? "Sign in in the browser. If no window has opened, go to:" : "Sign in at:";
        ShowMessage(message + System.Environment.NewLine + url.AbsoluteUri);
    }
}
