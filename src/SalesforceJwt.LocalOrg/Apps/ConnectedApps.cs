using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;

namespace SalesforceJwt.LocalOrg;

/// <summary>The apps of the org, by consumer key. Thread-safe.</summary>
public sealed class ConnectedApps
{
    private readonly OrgUsers _users;
    private readonly ConcurrentDictionary<string, ConnectedApp> _apps = new(StringComparer.Ordinal);

    private readonly AppRecords _records;

    internal ConnectedApps(OrgUsers users, AppRecords records)
    {
        _users = users;
        _records = records;
    }

    /// <summary>All apps.</summary>
    public IReadOnlyCollection<ConnectedApp> All => [.. _apps.Values.Distinct()];

    /// <summary>The app with this consumer key; null if there is none.</summary>
    public ConnectedApp? Find(string consumerKey) => _apps.GetValueOrDefault(consumerKey);

    /// <summary>Registers an app, or replaces certificate and policy of the one with this consumer key.</summary>
    /// <param name="consumerKey">The consumer key, also called client id.</param>
    /// <param name="certificate">The certificate that verifies the app's assertions.</param>
    /// <param name="policy">Who may use the app.</param>
    public ConnectedApp Register(
        string consumerKey, X509Certificate2? certificate = null, AppPolicy policy = AppPolicy.AllUsersMaySelfAuthorize)
    {
        ArgumentException.ThrowIfNullOrEmpty(consumerKey);
        var app = _apps.GetOrAdd(consumerKey, key => new ConnectedApp(key, _records));
        app.Certificate = certificate;
        app.Policy = policy;
        return app;
    }

    /// <summary>Approves an app for a user: under either policy, as the user's own approval or an administrator's assignment.</summary>
    /// <exception cref="KeyNotFoundException">There is no such app or user.</exception>
    public void Approve(string consumerKey, string username) => Get(consumerKey).Approve(_users.Get(username).Username);

    /// <summary>Revokes a user's approval. Tokens that were issued stay valid.</summary>
    /// <exception cref="KeyNotFoundException">There is no such app or user.</exception>
    public void Unapprove(string consumerKey, string username) => Get(consumerKey).Unapprove(_users.Get(username).Username);

    /// <summary>Adds the app of an external client app that is deployed.</summary>
    internal ConnectedApp Add(string consumerKey, ExternalClientApp deployed) =>
        _apps[consumerKey] = new ConnectedApp(consumerKey, _records) { Deployed = deployed, Kind = AppKind.ExternalClientApp };

    /// <summary>Replaces an app's consumer key.</summary>
    internal void Rename(ConnectedApp app, string consumerKey, bool keepsFormer = false)
    {
        if (!keepsFormer)
        {
            Remove(app);
        }

        app.ConsumerKey = consumerKey;
        _apps[consumerKey] = app;
    }

    /// <summary>Forgets a key that is no longer the app's.</summary>
    internal void RemoveFormerKey(ConnectedApp app, string consumerKey)
    {
        if (app.ConsumerKey != consumerKey)
        {
            _apps.TryRemove(KeyValuePair.Create(consumerKey, app));
        }
    }

    /// <summary>Removes an app with all its keys.</summary>
    internal void Remove(ConnectedApp app)
    {
        foreach (var (key, _) in _apps.Where(pair => pair.Value == app))
        {
            _apps.TryRemove(key, out _);
        }
    }

    private ConnectedApp Get(string consumerKey) =>
        Find(consumerKey) ?? throw new KeyNotFoundException($"No app has the consumer key '{consumerKey}'.");
}
