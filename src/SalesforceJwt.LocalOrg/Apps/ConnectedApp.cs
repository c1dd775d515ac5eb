using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.OAuth;

namespace SalesforceJwt.LocalOrg;

/// <summary>An app that may sign in to the org. Every property takes effect with the next request.</summary>
public sealed class ConnectedApp
{
    // A test's approvals count under either policy; a user's own approval only under AllUsersMaySelfAuthorize.
    private readonly ConcurrentDictionary<string, bool> _approvedUsers = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _selfApprovedScopes = new(StringComparer.OrdinalIgnoreCase);

    internal ConnectedApp(string consumerKey)
    {
        ConsumerKey = consumerKey;
        Name = consumerKey;
    }

    /// <summary>The consumer key, also called client id: the <c>iss</c> of an assertion.</summary>
    public string ConsumerKey { get; }

    /// <summary>The name shown to users who are asked to approve the app; the consumer key until it is set.</summary>
    public string Name { get; set; }

    /// <summary>The consumer secret, also called client secret; null for an app without one, which never needs it.</summary>
    public string? ConsumerSecret { get; set; }

    /// <summary>The redirect URIs. A request must name one of them exactly, port included.</summary>
    public IList<string> CallbackUrls { get; } = new SynchronizedList<string>();

    /// <summary>The certificate that verifies the assertions; without one every assertion fails.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Who may use the app.</summary>
    public AppPolicy Policy { get; set; }

    /// <summary>Connected app or external client app.</summary>
    public AppKind Kind { get; set; }

    /// <summary>False: sign-in fails with <c>app_not_found</c> (external client app) or <c>invalid_client</c> (connected app).</summary>
    public bool IsInstalled { get; set; } = true;

    /// <summary>The flows the app may use. Another flow fails, usually with <c>unsupported_grant_type</c>.</summary>
    public OAuthFlows Flows { get; set; } =
        OAuthFlows.JwtBearer | OAuthFlows.WebServer | OAuthFlows.UserAgent | OAuthFlows.UsernamePassword | OAuthFlows.RefreshToken;

    /// <summary>The user of the client credentials flow; null: it fails with "no client credentials user enabled".</summary>
    public string? RunAsUsername { get; set; }

    /// <summary>Whether the exchange of a code requires the secret, if the app has one.</summary>
    public bool RequireSecretForWebServerFlow { get; set; } = true;

    /// <summary>Whether the refresh token flow requires the secret, if the app has one.</summary>
    public bool RequireSecretForRefreshToken { get; set; } = true;

    /// <summary>Whether <c>response_type=code</c> requires a <c>code_challenge</c>.</summary>
    public bool RequirePkce { get; set; }

    /// <summary>True: each use of a refresh token returns a new one and revokes the old one.</summary>
    public bool RotateRefreshTokens { get; set; }

    /// <summary>How long a refresh token is valid after it was issued; null until it is revoked.</summary>
    public TimeSpan? RefreshTokenLifetime { get; set; }

    /// <summary>True: sign-in fails with <c>invalid_grant</c>, "ip restricted".</summary>
    public bool IsIpRestricted { get; set; }

    /// <summary>Scopes of the app, separated by spaces. A JWT sign-in grants all of them; other flows may request some of them.</summary>
    public string Scope { get; set; } = "web api";

    internal void Approve(string username) => _approvedUsers[username] = true;

    internal void Unapprove(string username)
    {
        _approvedUsers.TryRemove(username, out _);
        RemoveSelfApproval(username);
    }

    /// <summary>Records the scopes that a user allowed on the consent page.</summary>
    internal void AddSelfApproval(string username, string scope) => _selfApprovedScopes[username] = scope;

    internal void RemoveSelfApproval(string username) => _selfApprovedScopes.TryRemove(username, out _);

    /// <summary>Whether the app's policy permits the user.</summary>
    internal bool Permits(string username) => Policy != AppPolicy.AdminApproved || _approvedUsers.ContainsKey(username);

    /// <summary>Whether the user has approved the app.</summary>
    internal bool IsApprovedBy(string username) =>
        _approvedUsers.ContainsKey(username) || (Policy != AppPolicy.AdminApproved && _selfApprovedScopes.ContainsKey(username));

    /// <summary>Whether the user has approved the app for these scopes, so that no consent page is needed.</summary>
    internal bool IsApprovedBy(string username, string scope) =>
        IsApprovedBy(username) && (!_selfApprovedScopes.TryGetValue(username, out var allowed) || Scopes.Cover(allowed, scope));
}
