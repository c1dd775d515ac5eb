using System.Management.Automation;
using System.Security;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.TokenCache;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Connections;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base;

/// <summary>A cmdlet that signs in and makes a connection, with the parameters that every kind of sign-in has.</summary>
public abstract partial class SfConnectCmdlet : SfCmdlet, IHttpParameters
{
    /// <summary>The connection's name.</summary>
    [Parameter(HelpMessage = "Name of the connection, for -Connection. Default: the username.")]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Leaves the default connection as it is.</summary>
    [Parameter(HelpMessage = "Leaves the default connection as it is: this one is used where -Connection names it.")]
    public SwitchParameter NoDefault { get; set; }

    /// <summary>The REST API version.</summary>
    [Parameter(HelpMessage = "REST API version of the connection's calls, such as 68.0. Default: the org's newest.")]
    [ValidateNotNullOrEmpty]
    public string? ApiVersion { get; set; }

    /// <summary>Hosts to which the token may be sent, besides Salesforce's own.</summary>
    [Parameter(HelpMessage = "Hosts to which the token may be sent, besides Salesforce's own and the login host.")]
    [ValidateNotNullOrEmpty]
    public string[] AllowedInstanceHost { get; set; } = [];

    /// <summary>The usage that causes a warning.</summary>
    [Parameter(HelpMessage = "Warns once when the org has used this percentage of its API requests of 24 hours.")]
    [NoSecret]
    [ValidateRange(1, 100)]
    public int? ApiUsageWarning { get; set; }

    /// <summary>The usage that stops calls.</summary>
    [Parameter(HelpMessage = "Blocks further calls once the org has used this percentage of its API requests of 24 hours: "
        + "they fail with SfRequestLimitGuard.")]
    [NoSecret]
    [ValidateRange(1, 100)]
    public int? ApiUsageLimit { get; set; }

    private protected override object? ErrorTarget => Name;

    /// <summary>What the parameter says about the token cache; null if it is not given.</summary>
    private protected bool? GivenUseTokenCache =>
        this is ITokenCacheParameters given && MyInvocation.BoundParameters.ContainsKey(nameof(ITokenCacheParameters.UseTokenCache))
            ? given.UseTokenCache.ToBool() : null;

    /// <summary>The text of the given secret, else the environment's.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ValueMissing"/>.</exception>
    private protected static string Choose(SecureString? given, string variable, string what) =>
        SignInEnvironment.Choose(Secret.RevealText(given), variable, what);

    /// <summary>Signs in, asks for the user if the flow does not name one, and makes the connection.</summary>
    private protected async Task<SfConnection> ConnectAsync(ISignInFlow flow, CancellationToken cancellationToken)
    {
        var name = ConnectionStore.Name(Name);
        var cached = await ThroughCacheAsync(flow, profile: null, cancellationToken);
        var session = await SfSession.SignInAsync(cached, Options(), Observer, cancellationToken);
        try
        {
            await session.IdentifyAsync(Observer, cancellationToken);
        }
        catch
        {
            session.Dispose();
            throw;
        }

        var connection = new SfConnection(
            name ?? session.Username ?? session.Token.UserId ?? session.Token.InstanceUrl.Host, session, certificate: null);
        Connections.Add(connection, makeDefault: !NoDefault);
        WriteObject(connection);
        return connection;
    }

    /// <summary>The flow, through the token cache if that is on.</summary>
    /// <param name="profile">The profile's setting; null if it has none.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.TokenCacheUnavailable"/>.</exception>
    private protected virtual Task<ISignInFlow> ThroughCacheAsync(ISignInFlow flow, bool? profile, CancellationToken cancellationToken) =>
        Task.FromResult(UsesTokenCache(profile) ? new CachedTokenFlow(flow, TokenCacheFolder.OfUser(FullPath)) : flow);

    /// <summary>Whether the token cache is on: the parameter, else the profile, else the environment.</summary>
    private protected bool UsesTokenCache(bool? profile) => this is ITokenCacheParameters && (GivenUseTokenCache ?? profile
        ?? SignInEnvironment.Get(SignInEnvironment.TokenCache)?.Trim().ToUpperInvariant() is "1" or "TRUE");

    /// <summary>The options of the session.</summary>
    /// <exception cref="SfException">A parameter is not usable.</exception>
    private protected SfSessionOptions Options()
    {
        var retry = this.ApplyTo(RetryPolicy.Default);
        return new SfSessionOptions
        {
            HttpSettings = this.ApplyTo(new HttpSettings()),
            SignIn = new SignInOptions
            {
                Timeouts = this.ApplyTo(HttpTimeouts.Login),
                Retry = retry,
                AllowedInstanceHosts = AllowedInstanceHost,
            },
            Timeouts = this.ApplyTo(HttpTimeouts.Default),
            Retry = retry,
            ApiVersion = ApiVersion is null ? null : Core.Http.ApiVersion.Parse(ApiVersion),
            UsageWarningPercent = ApiUsageWarning,
            UsageLimitPercent = ApiUsageLimit,
            NameAdvice = new NameAdvice(),
        };
    }
}
