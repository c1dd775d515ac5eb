using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.OAuth;

namespace SalesforceJwt.LocalOrg;

/// <summary>An app that may sign in to the org. Every property takes effect with the next request.</summary>
public sealed class ConnectedApp
{
    // A test's approvals count under either policy; a user's own approval only under AllUsersMaySelfAuthorize, that of a permission set
    // only under AdminApproved.
    private readonly ConcurrentDictionary<string, bool> _approvedUsers = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _selfApprovedScopes = new(StringComparer.OrdinalIgnoreCase);
    private readonly AppRecords _records;
    private string _name;
    private AppPolicy _policy;
    private AppKind _kind;

    internal ConnectedApp(string consumerKey, AppRecords records)
    {
        _records = records;
        ConsumerKey = consumerKey;
        _name = consumerKey;
    }

    /// <summary>The consumer key, also called client id: the <c>iss</c> of an assertion.</summary>
    public string ConsumerKey { get; internal set; }

    /// <summary>The name shown to users who are asked to approve the app; the consumer key until it is set.</summary>
    public string Name
    {
        get => _name;
        set
        {
            _name = value;
            _records.Save(this);
        }
    }

    /// <summary>The consumer secret, also called client secret; null for an app without one, which never needs it.</summary>
    public string? ConsumerSecret { get; set; }

    /// <summary>The redirect URIs. A request must name one of them exactly, port included.</summary>
    public IList<string> CallbackUrls { get; } = new SynchronizedList<string>();

    /// <summary>The certificate that verifies the assertions; without one every assertion fails.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Who may use the app.</summary>
    public AppPolicy Policy
    {
        get => _policy;
        set
        {
            _policy = value;
            _records.Save(this);
        }
    }

    /// <summary>Connected app or external client app.</summary>
    public AppKind Kind
    {
        get => _kind;
        set
        {
            _kind = value;
            _records.Save(this);
        }
    }

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

    /// <summary>Whether the token exchange flow requires the secret, if the app has one.</summary>
    public bool RequireSecretForTokenExchange { get; set; } = true;

    /// <summary>Whether <c>response_type=code</c> requires a <c>code_challenge</c>.</summary>
    public bool RequirePkce { get; set; }

    /// <summary>True: access tokens are JWTs, which the SOAP API does not accept.</summary>
    public bool IssuesJwtTokens { get; set; }

    /// <summary>True: each use of a refresh token returns a new one and revokes the old one.</summary>
    public bool RotateRefreshTokens { get; set; }

    /// <summary>How long a refresh token is valid after it was issued; null until it is revoked.</summary>
    public TimeSpan? RefreshTokenLifetime { get; set; }

    /// <summary>True: sign-in fails with <c>invalid_grant</c>, "ip restricted".</summary>
    public bool IsIpRestricted { get; set; }

    /// <summary>True: sign-in without a browser fails with "authentication failure", as it gives no high-assurance session.</summary>
    public bool RequiresHighAssurance { get; set; }

    /// <summary>Which restrictions of users' IP addresses do not apply to the app.</summary>
    public IpRelaxation IpRelaxation { get; set; }

    /// <summary>Scopes of the app, separated by spaces. A JWT sign-in grants all of them; other flows may request some of them.</summary>
    public string Scope { get; set; } = "web api";

    /// <summary>The id of its record: a <c>ConnectedApplication</c> or an <c>ExternalClientApplication</c>.</summary>
    public string RecordId { get; internal set; } = "";

    /// <summary>The external client app that a deploy made; null for an app that was registered.</summary>
    internal ExternalClientApp? Deployed { get; set; }

    /// <summary>The next or the former key and secret; null for none.</summary>
    internal StagedCredentials? Staged { get; set; }

    /// <summary>Until then the org does not know the app yet.</summary>
    internal DateTimeOffset AvailableFrom { get; set; }

    /// <summary>The secret that belongs to a key of the app; null for none.</summary>
    internal string? SecretOf(string consumerKey) => consumerKey != ConsumerKey && Staged is { } staged ? staged.Secret : ConsumerSecret;

    /// <summary>Whether the app can be used with a key: its own, or a former one that has not expired.</summary>
    internal bool Accepts(string consumerKey, DateTimeOffset now) =>
        consumerKey == ConsumerKey || (Staged is { IsRotated: true } staged && staged.Key == consumerKey && now < staged.ExpiresAt);

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
    internal bool Permits(OrgUser user) => Policy != AppPolicy.AdminApproved || IsAssignedTo(user);

    /// <summary>Whether the user has approved the app, or an administrator has for the user.</summary>
    internal bool IsApprovedBy(OrgUser user) => Policy == AppPolicy.AdminApproved
        ? IsAssignedTo(user)
        : _approvedUsers.ContainsKey(user.Username) || _selfApprovedScopes.ContainsKey(user.Username);

    /// <summary>Whether the user has approved the app for these scopes, so that no consent page is needed.</summary>
    internal bool IsApprovedBy(OrgUser user, string scope) =>
        IsApprovedBy(user) && (!_selfApprovedScopes.TryGetValue(user.Username, out var allowed) || Scopes.Cover(allowed, scope));

    private bool IsAssignedTo(OrgUser user) => _approvedUsers.ContainsKey(user.Username) || _records.HasAccess(this, user);
}
