using System.Security.Cryptography;
using System.Text;

namespace SalesforceJwt.Core.OAuth.TokenCache;

/// <summary>Whose tokens an entry of the cache holds. Another user, app, host or flow is another subject.</summary>
/// <param name="Flow">The grant with which it signs in, as <see cref="GrantKind"/> names it.</param>
/// <param name="LoginUrl">The login host.</param>
/// <param name="ClientId">The app's consumer key.</param>
/// <param name="Username">The user; null where the flow names none.</param>
/// <param name="Token">Fingerprint of the refresh token, which stands for its user; null for other flows.</param>
internal sealed record TokenCacheSubject(string Flow, string LoginUrl, string ClientId, string? Username, string? Token)
{
    // Part of what is signed: another version of the format has other keys.
    private const string Purpose = "SalesforceJwt.PS token cache, version 1";

    /// <summary>The subject of a flow's tokens; null if the flow has nothing to seal them with.</summary>
    public static TokenCacheSubject? Of(ISignInFlow flow) => flow.Client is not { } client || GrantOf(flow) is not { } grant ? null : new(
        grant.ToString(),
        OAuth.LoginUrl.ToAudience(flow.LoginUrl),
        client.ClientId,
        flow.Username?.ToLowerInvariant(),
        flow is RefreshTokenFlow refresh ? Fingerprint(refresh.RefreshToken) : null);

    private static GrantKind? GrantOf(ISignInFlow flow) => flow switch
    {
        JwtBearerFlow => GrantKind.JwtBearer,
        ClientCredentialsFlow => GrantKind.ClientCredentials,
        RefreshTokenFlow => GrantKind.RefreshToken,
        PasswordFlow => GrantKind.Password,
        _ => null,
    };

    /// <summary>The text whose signature seals the entry. A JWT never has this form.</summary>
    public byte[] ToText() => Encoding.UTF8.GetBytes($"{Purpose}\n{Flow}\n{LoginUrl}\n{ClientId}\n{Username}\n{Token}\n");

    /// <summary>The name of the entry's file, without its extension.</summary>
    public string ToFileName() => Fingerprint(Encoding.UTF8.GetString(ToText()));

    private static string Fingerprint(string text) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)).ToLowerInvariant();
}
