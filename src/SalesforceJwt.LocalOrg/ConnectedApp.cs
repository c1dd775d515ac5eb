using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;

namespace SalesforceJwt.LocalOrg;

/// <summary>An app that may sign in to the org. Every property takes effect with the next request.</summary>
public sealed class ConnectedApp
{
    private readonly ConcurrentDictionary<string, bool> approvedUsers = new(StringComparer.OrdinalIgnoreCase);

    internal ConnectedApp(string consumerKey) => ConsumerKey = consumerKey;

    /// <summary>The consumer key, also called client id: the <c>iss</c> of an assertion.</summary>
    public string ConsumerKey { get; }

    /// <summary>The certificate whose key must have signed the assertions; without one no assertion is accepted.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Who may use the app.</summary>
    public AppPolicy Policy { get; set; }

    /// <summary>Connected app or external client app.</summary>
    public AppKind Kind { get; set; }

    /// <summary>False: sign-in fails with <c>app_not_found</c> (external client app) or <c>invalid_client</c> (connected app).</summary>
    public bool IsInstalled { get; set; } = true;

    /// <summary>False: sign-in fails with <c>unsupported_grant_type</c>.</summary>
    public bool IsJwtBearerEnabled { get; set; } = true;

    /// <summary>True: sign-in fails with <c>invalid_grant</c>, "ip restricted".</summary>
    public bool IsIpRestricted { get; set; }

    /// <summary>Scopes of the tokens the app gets, separated by spaces.</summary>
    public string Scope { get; set; } = "web api";

    internal void Approve(string username) => approvedUsers[username] = true;

    internal void Unapprove(string username) => approvedUsers.TryRemove(username, out _);

    internal bool IsApproved(string username) => approvedUsers.ContainsKey(username);
}
