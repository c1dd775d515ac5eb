using System.Security.Cryptography;
using System.Text;

namespace SalesforceJwt.Core.OAuth.TokenCache;

/// <summary>Identifies the tokens of one cache entry. Another user, app, host, flow, scope or credential is another subject.</summary>
/// <param name="Flow">The grant, as <see cref="GrantKind"/> names it.</param>
/// <param name="LoginUrl">The login host.</param>
/// <param name="ClientId">The app's consumer key.</param>
/// <param name="Username">The user; null where the flow names none.</param>
/// <param name="Credential">
/// Fingerprint of the credential that decides who signs in: a refresh token, or the secret of a CI job. Null for other flows.
/// </param>
/// <param name="Scope">The requested scopes; null where the flow requests none.</param>
/// <param name="Vault">The vault with the key that seals the tokens; null if it is not in a vault.</param>
internal sealed record TokenCacheSubject(
    string Flow, string LoginUrl, string ClientId, string? Username, string? Credential, string? Scope, string? Vault)
{
    // Part of what is signed: another version of the format has other keys.
    private const string Purpose = "SalesforceJwt.PS token cache, version 1";

    /// <summary>The subject of a flow's tokens.</summary>
    /// <param name="credential">What decides who signs in; only its fingerprint is kept.</param>
    public static TokenCacheSubject Of(
        GrantKind grant, OAuthClient client, string? username = null, string? credential = null, string? scope = null) => new(
        grant.ToString(),
        OAuth.LoginUrl.ToAudience(client.LoginUrl),
        client.ClientId,
        username?.ToLowerInvariant(),
        credential is null ? null : Fingerprint(credential),
        string.IsNullOrEmpty(scope) ? null : scope,
        Vault: null);

    /// <summary>The text whose signature seals the entry. A JWT never has this form.</summary>
    public byte[] ToText() => Encoding.UTF8.GetBytes(
        $"{Purpose}\n{Flow}\n{LoginUrl}\n{ClientId}\n{Username}\n{Credential}\n{Scope}\n{Vault}\n");

    /// <summary>The name of the entry's file, without its extension.</summary>
    public string ToFileName() => Fingerprint(Encoding.UTF8.GetString(ToText()));

    private static string Fingerprint(string text) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)).ToLowerInvariant();
}
