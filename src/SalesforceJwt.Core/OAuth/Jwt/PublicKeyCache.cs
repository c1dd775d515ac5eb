using System.Collections.Concurrent;
using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth.Jwt;

/// <summary>
/// Fetches the keys that issuers publish, and keeps them for an hour. If a token names a key that is not among them, they are fetched
/// again, once for each such key: issuers change their keys. No token is sent.
/// </summary>
internal sealed class PublicKeyCache
{
    private const string Discovery = "/.well-known/openid-configuration";

    // Tokens with invented key ids must not cause a request each.
    private const int MostUnknownKeys = 20;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    // Keys that came without a check of the server's certificate could be anybody's: only calls that skip the check as well use them.
    private readonly ConcurrentDictionary<(Uri Url, bool IsUnchecked), Entry> _entries = new();
    private readonly ConcurrentDictionary<(Uri Issuer, bool IsUnchecked), Uri> _keyUrls = new();

    /// <summary>The cache of this process.</summary>
    public static PublicKeyCache Shared { get; } = new();

    /// <summary>The key that a token names, of those that an issuer publishes; null if the issuer publishes no such key.</summary>
    /// <param name="reader">Fetches the keys.</param>
    /// <param name="keysUrl">Where the issuer publishes its keys.</param>
    /// <param name="keyId">The token's <c>kid</c>.</param>
    /// <param name="algorithm">The token's <c>alg</c>.</param>
    /// <exception cref="SfException">The keys cannot be fetched, or are not a key set.</exception>
    public async Task<PublishedKey?> FindAsync(
        PublicJsonReader reader, Uri keysUrl, string? keyId, string? algorithm, CancellationToken cancellationToken)
    {
        var now = reader.Time.GetUtcNow();
        var place = (keysUrl, reader.HttpSettings.SkipCertificateCheck);
        if (!_entries.TryGetValue(place, out var entry) || now - entry.FetchedAt > Lifetime)
        {
            var keys = await FetchAsync(reader, keysUrl, cancellationToken).ConfigureAwait(false);
            entry = _entries[place] = new Entry(keys, now);
        }
        else if (entry.Keys.Find(keyId, algorithm) is null
            && entry.Unknown.Count < MostUnknownKeys && entry.Unknown.TryAdd(keyId ?? string.Empty, true))
        {
            var keys = await FetchAsync(reader, keysUrl, cancellationToken).ConfigureAwait(false);
            entry = _entries[place] = entry with { Keys = keys };
        }

        return entry.Keys.Find(keyId, algorithm);
    }

    /// <summary>Where an issuer publishes its keys (OpenID Connect Discovery 1.0).</summary>
    /// <param name="reader">Fetches the issuer's configuration.</param>
    /// <param name="issuer">The issuer: an origin that the caller trusts, not one that a token names.</param>
    /// <exception cref="SfException">The configuration cannot be fetched, names no keys, or is that of another issuer.</exception>
    public async Task<Uri> DiscoverAsync(PublicJsonReader reader, Uri issuer, CancellationToken cancellationToken)
    {
        var place = (issuer, reader.HttpSettings.SkipCertificateCheck);
        if (_keyUrls.TryGetValue(place, out var known))
        {
            return known;
        }

        var url = new Uri(issuer, Discovery);
        var body = await reader.GetAsync(url, cancellationToken).ConfigureAwait(false);
        return _keyUrls[place] = JsonText.Read(body, Redaction.Url(url), "its OpenID configuration", root => ReadKeysUrl(root, issuer));
    }

    private static Uri? ReadKeysUrl(JsonElement root, Uri issuer) =>
        Uri.TryCreate(root.Text("issuer"), UriKind.Absolute, out var named) && HostTrust.SameOrigin(named, issuer)
        && Uri.TryCreate(root.Text("jwks_uri"), UriKind.Absolute, out var keys) && HostTrust.IsConfidential(keys)
        && (HostTrust.SameOrigin(keys, issuer) || HostTrust.IsSalesforce(keys.Host))
            ? keys
            : null;

    private static async Task<PublicKeySet> FetchAsync(PublicJsonReader reader, Uri url, CancellationToken cancellationToken)
    {
        var body = await reader.GetAsync(url, cancellationToken).ConfigureAwait(false);
        return PublicKeySet.Parse(body) ?? throw new SfException(
            SfErrorKind.ResponseInvalid,
            $"{Redaction.Url(url)} did not answer with a JSON Web Key Set.",
            "Check the URL: at Salesforce it is https://NAME.my.salesforce.com/id/keys.");
    }

    private sealed record Entry(PublicKeySet Keys, DateTimeOffset FetchedAt)
    {
        /// <summary>The ids of keys for which the set was fetched again.</summary>
        public ConcurrentDictionary<string, bool> Unknown { get; } = new(StringComparer.Ordinal);
    }
}
