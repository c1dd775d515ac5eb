using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.OAuth;

namespace SalesforceJwt.LocalOrg;

/// <summary>An app that may sign in to the org. Every property takes effect with the next request.</summary>
public sealed class ConnectedApp
{
    // Approvals made for a test count under either policy; those that users make themselves only where they may.
    private readonly ConcurrentDictionary<string, bool> approvedUsers = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> selfApprovedScopes = new(StringComparer.OrdinalIgnoreCase);

    internal ConnectedApp(string consumerKey)
    {
        ConsumerKey = consumerKey;
        Name = consumerKey;
    }

    /// <summary>The consumer key, also called client id: the <c>iss</c> of an assertion.</summary>
    public string ConsumerKey { get; }

    /// <summary>The name shown to users who are asked to approve the app; the consumer key until it is set.</summary>
    public string Name { get; set; }

    /// <summary>The consumer secret, also called client secret; null for an app that has none and so is never asked for it.</summary>
    public string? ConsumerSecret { get; set; }

    /// <summary>Where browsers may be sent back to. A request must name one of them letter for letter, its port too.</summary>
    public IList<string> CallbackUrls { get; } = new SynchronizedList<string>();

    /// <summary>The certificate whose key must have signed the assertions; without one no assertion is accepted.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Who may use the app.</summary>
    public AppPolicy Policy { get; set; }

    /// <summary>Connected app or external client app.</summary>
    public AppKind Kind { get; set; }

    /// <summary>False: sign-in fails with <c>app_not_found</c> (external client app) or <c>invalid_client</c> (connected app).</summary>
    public bool IsInstalled { get; set; } = true;

    /// <summary>The flows the app may use. One that is not enabled fails, mostly with <c>unsupported_grant_type</c>.</summary>
    public OAuthFlows Flows { get; set; } =
        OAuthFlows.JwtBearer | OAuthFlows.WebServer | OAuthFlows.UserAgent | OAuthFlows.UsernamePassword | OAuthFlows.RefreshToken;

    /// <summary>Username of the user whom the client credentials flow signs in; null fails with "no client credentials user enabled".</summary>
    public string? RunAsUsername { get; set; }

    /// <summary>Whether a code is exchanged only with the secret, if the app has one.</summary>
    public bool RequireSecretForWebServerFlow { get; set; } = true;

    /// <summary>Whether a refresh token is used only with the secret, if the app has one.</summary>
    public bool RequireSecretForRefreshToken { get; set; } = true;

    /// <summary>Whether <c>response_type=code</c> needs a <c>code_challenge</c>.</summary>
    public bool RequirePkce { get; set; }

    /// <summary>True: each use of a refresh token answers with a new one, and the old one ends.</summary>
    public bool RotateRefreshTokens { get; set; }

    /// <summary>How long a refresh token can be used after it was issued; null for as long as it is not revoked.</summary>
    public TimeSpan? RefreshTokenLifetime { get; set; }

    /// <summary>True: sign-in fails with <c>invalid_grant</c>, "ip restricted".</summary>
    public bool IsIpRestricted { get; set; }

    /// <summary>Scopes granted to the app, separated by spaces: all of them for a JWT sign-in, the most it may ask for elsewhere.</summary>
    public string Scope { get; set; } = "web api";

    internal void Approve(string username) => approvedUsers[username] = true;

    internal void Unapprove(string username)
    {
        approvedUsers.TryRemove(username, out _);
        UnapproveBySelf(username);
    }

    /// <summary>Records what a user allowed on the app's page.</summary>
    internal void ApproveBySelf(string username, string scope) => selfApprovedScopes[username] = scope;

    internal void UnapproveBySelf(string username) => selfApprovedScopes.TryRemove(username, out _);

    /// <summary>Whether the app's policy lets the user use it.</summary>
    internal bool IsOpenTo(string username) => Policy != AppPolicy.AdminApproved || approvedUsers.ContainsKey(username);

    /// <summary>Whether the app may sign the user in without asking.</summary>
    internal bool IsApprovedBy(string username) =>
        approvedUsers.ContainsKey(username) || (Policy != AppPolicy.AdminApproved && selfApprovedScopes.ContainsKey(username));

    /// <summary>Whether the user need not be asked to allow these scopes, since that was done before.</summary>
    internal bool IsApprovedBy(string username, string scope) =>
        IsApprovedBy(username) && (!selfApprovedScopes.TryGetValue(username, out var allowed) || Scopes.Cover(allowed, scope));
}
