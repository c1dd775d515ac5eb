using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth.Jwt;

/// <summary>
/// Fetches the keys that issuers publish, and keeps them for an hour. A token of a key that is not among them makes it fetch them again,
/// once for each such key: issuers change their keys. No token is sent for it.
/// </summary>
internal sealed class PublicKeyCache
{
    private const string Discovery = "/.well-known/openid-configuration";

    // Tokens with invented keys must not make a request each, for ever.
    private const int MostUnknownKeys = 20;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<Uri, Entry> _entries = new();
    private readonly ConcurrentDictionary<Uri, Uri> _keyUrls = new();

    /// <summary>The cache of this process.</summary>
    public static PublicKeyCache Shared { get; } = new();

    /// <summary>The key that an issuer publishes under an id; null if it publishes no such key.</summary>
    /// <param name="keysUrl">Where it publishes its keys.</param>
    /// <param name="keyId">The token's <c>kid</c>.</param>
    /// <exception cref="SfException">The keys cannot be fetched, or are not a key set.</exception>
    public async Task<RSAParameters?> FindAsync(
        HttpTransport transport, Uri keysUrl, string? keyId, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        var now = transport.Time.GetUtcNow();
        if (!_entries.TryGetValue(keysUrl, out var entry) || now - entry.FetchedAt > Lifetime)
        {
            var keys = await FetchAsync(transport, keysUrl, observer, cancellationToken).ConfigureAwait(false);
            entry = _entries[keysUrl] = new Entry(keys, now);
        }
        else if (entry.Keys.Find(keyId) is null
            && entry.Unknown.Count < MostUnknownKeys && entry.Unknown.TryAdd(keyId ?? string.Empty, true))
        {
            var keys = await FetchAsync(transport, keysUrl, observer, cancellationToken).ConfigureAwait(false);
            entry = _entries[keysUrl] = entry with { Keys = keys };
        }

        return entry.Keys.Find(keyId);
    }

    /// <summary>Where an issuer publishes its keys (OpenID Connect Discovery 1.0).</summary>
    /// <param name="issuer">The issuer: an origin that the caller trusts, not one that a token names.</param>
    /// <exception cref="SfException">It says nothing about its keys, or is another issuer than it says.</exception>
    public async Task<Uri> DiscoverAsync(
        HttpTransport transport, Uri issuer, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        if (_keyUrls.TryGetValue(issuer, out var known))
        {
            return known;
        }

        var url = new Uri(issuer, Discovery);
        var body = await GetAsync(transport, url, observer, cancellationToken).ConfigureAwait(false);
        return _keyUrls[issuer] = JsonText.Read(body, Redaction.Url(url), "its OpenID configuration", root => ReadKeysUrl(root, issuer));
    }

    private static Uri? ReadKeysUrl(JsonElement root, Uri issuer) =>
        Uri.TryCreate(root.Text("issuer"), UriKind.Absolute, out var named) && HostTrust.SameOrigin(named, issuer)
        && Uri.TryCreate(root.Text("jwks_uri"), UriKind.Absolute, out var keys) && HostTrust.IsConfidential(keys)
        && (HostTrust.SameOrigin(keys, issuer) || HostTrust.IsSalesforce(keys.Host))
            ? keys
            : null;

    private static async Task<PublicKeySet> FetchAsync(
        HttpTransport transport, Uri url, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        var body = await GetAsync(transport, url, observer, cancellationToken).ConfigureAwait(false);
        return PublicKeySet.Parse(body) ?? throw new SfException(
            SfErrorKind.ResponseInvalid,
            $"{Redaction.Url(url)} answered with something else than a JSON Web Key Set.",
            "Check the URL: at Salesforce it is https://NAME.my.salesforce.com/id/keys.");
    }

    private static async Task<ReadOnlyMemory<byte>> GetAsync(
        HttpTransport transport, Uri url, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        var call = new PublicJsonCall(url, transport.Time) { Timeouts = HttpTimeouts.Login, Observer = observer };
        await transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
        return call.Answer;
    }

    private sealed record Entry(PublicKeySet Keys, DateTimeOffset FetchedAt)
    {
        /// <summary>The ids of keys for which the set was fetched again.</summary>
        public ConcurrentDictionary<string, bool> Unknown { get; } = new(StringComparer.Ordinal);
    }
}
