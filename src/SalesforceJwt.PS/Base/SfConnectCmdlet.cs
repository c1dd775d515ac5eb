using System.Management.Automation;
using System.Security;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.PS.Connections;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base;

/// <summary>A cmdlet that makes a connection: what all of them can set, in whatever way they sign in.</summary>
public abstract class SfConnectCmdlet : SfHttpCmdlet
{
    /// <summary>The REST API version.</summary>
    [Parameter(HelpMessage = "REST API version of the connection's calls, such as 68.0. Left out: the org's newest.")]
    [ValidateNotNullOrEmpty]
    public string? ApiVersion { get; set; }

    /// <summary>The connection's name.</summary>
    [Parameter(HelpMessage = "Name of the connection, for -Connection. Left out: the username.")]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Hosts to which the token may go besides Salesforce's own.</summary>
    [Parameter(HelpMessage = "Hosts that the token may go to, besides Salesforce's own and the login host.")]
    [ValidateNotNullOrEmpty]
    public string[] AllowedInstanceHost { get; set; } = [];

    /// <summary>Where a warning is given.</summary>
    [Parameter(HelpMessage = "Warns once when the org has used this percentage of its API requests of 24 hours.")]
    [NoSecret]
    [ValidateRange(1, 100)]
    public int? ApiUsageWarning { get; set; }

    /// <summary>Where calls stop.</summary>
    [Parameter(HelpMessage = "Sends no more calls once the org has used this percentage of its API requests of 24 hours: they fail with SfRequestLimitGuard.")]
    [NoSecret]
    [ValidateRange(1, 100)]
    public int? ApiUsageLimit { get; set; }

    private protected override object? ErrorTarget => Name;

    /// <summary>The value that was given, else the environment's.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ValueMissing"/>.</exception>
    private protected static string Choose(string? given, string variable, string what, string parameter) =>
        SignInEnvironment.Choose(given, variable, what, parameter);

    /// <summary>A secret's text: the parameter's, else the environment's; null where there is neither.</summary>
    private protected static string? Choose(SecureString? given, string variable) =>
        Secret.RevealText(given) ?? SignInEnvironment.Get(variable);

    /// <summary>A secret's text: the parameter's, else the environment's.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ValueMissing"/>.</exception>
    private protected static string Choose(SecureString? given, string variable, string what, string parameter) =>
        Choose(Secret.RevealText(given), variable, what, parameter);

    /// <summary>Signs in, learns who the user is where the flow does not say, and makes the connection the default.</summary>
    private protected async Task<SfConnection> ConnectAsync(ISignInFlow flow, CancellationToken cancellationToken)
    {
        var name = ConnectionStore.Name(Name);
        var session = await SfSession.SignInAsync(flow, Options(), HttpObserver.For(this, Pump), cancellationToken);
        try
        {
            await IdentifyAsync(session, mustSucceed: flow is AccessTokenFlow, cancellationToken);
        }
        catch
        {
            session.Dispose();
            throw;
        }

        var connection = new SfConnection(
            name ?? session.Username ?? session.Token.UserId ?? session.Token.InstanceUrl.Host, session, certificate: null);
        Connections.Add(connection);
        WriteObject(connection);
        return connection;
    }

    private async Task IdentifyAsync(SfSession session, bool mustSucceed, CancellationToken cancellationToken)
    {
        if (session.Username is not null)
        {
            return;
        }

        try
        {
            await session.GetUserInfoAsync(HttpObserver.For(this, Pump), cancellationToken);
        }
        catch (SfException e) when (!mustSucceed || e.Kind == SfErrorKind.PermissionDenied)
        {
            // The connection works all the same; it only cannot say whose it is.
            HttpObserver.WriteVerbose(this, $"The user's name is not known: {e.Message}");
        }
    }

    /// <summary>What was chosen for the connection besides who signs in and how.</summary>
    private protected SfSessionOptions Options()
    {
        var retry = Over(RetryPolicy.Default);
        return new SfSessionOptions
        {
            HttpSettings = Over(new HttpSettings()),
            SignIn = new SignInOptions { Timeouts = Over(HttpTimeouts.Login), Retry = retry, AllowedInstanceHosts = AllowedInstanceHost },
            Timeouts = Over(HttpTimeouts.Default),
            Retry = retry,
            ApiVersion = ApiVersion is null ? null : Core.Http.ApiVersion.Parse(ApiVersion),
            UsageWarningPercent = ApiUsageWarning,
            UsageLimitPercent = ApiUsageLimit,
        };
    }
}
