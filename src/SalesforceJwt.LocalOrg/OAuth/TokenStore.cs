using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>The valid access tokens.</summary>
internal sealed class TokenStore(Func<DateTimeOffset> now, LocalOrgOptions options)
{
    // The base64 of {", with which every header begins.
    private const string JwtStart = "eyJ";
    private const string TokenCharacters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._";
    private readonly ConcurrentDictionary<string, IssuedToken> _tokens = new(StringComparer.Ordinal);

    public ICollection<IssuedToken> All => _tokens.Values;

    public static bool IsJwt(string token) => token.StartsWith(JwtStart, StringComparison.Ordinal) && token.Count('.') == 2;

    /// <summary>
    /// Issues a token of Salesforce's shape: the org id of 15 characters, an exclamation mark, 96 characters; or else a JSON Web Token.
    /// </summary>
    public IssuedToken Issue(string orgId, ConnectedApp app, OrgUser user, string scope, RefreshToken? refreshToken)
    {
        var value = app.IssuesJwtTokens
            ? NewJwt(orgId, app, user, scope)
            : $"{SalesforceId.Key(orgId)}!AQ{RandomNumberGenerator.GetString(TokenCharacters, 94)}";
        return _tokens[value] = new IssuedToken(value, app, user, scope, now(), refreshToken);
    }

    /// <summary>The session of a token, which this use extends; null if the token is unknown or expired.</summary>
    public IssuedToken? Use(string value)
    {
        var token = Find(value);
        token?.LastUsedAt = now();
        return token;
    }

    /// <summary>The session of a token, without extending it; null if the token is unknown or expired.</summary>
    public IssuedToken? Find(string value)
    {
        if (!_tokens.TryGetValue(value, out var token))
        {
            return null;
        }

        if (now() - token.LastUsedAt > options.SessionTimeout || !token.User.IsActive)
        {
            Remove(value);
            return null;
        }

        return token;
    }

    public bool Remove(string value) => _tokens.TryRemove(value, out _);

    public void RemoveAllOf(RefreshToken refreshToken)
    {
        foreach (var token in All.Where(token => token.RefreshToken == refreshToken))
        {
            Remove(token.Value);
        }
    }

    public void RemoveAllOf(ConnectedApp app)
    {
        foreach (var token in All.Where(token => token.App == app))
        {
            Remove(token.Value);
        }
    }

    public void Clear() => _tokens.Clear();

    // Clients cannot check the signature, since only Salesforce has the key: random bytes do.
    private string NewJwt(string orgId, ConnectedApp app, OrgUser user, string scope) => string.Join(
        '.',
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { alg = "RS256", typ = "JWT", tty = "sfdc-core-token" })),
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new
        {
            sub = $"uid:{user.Id}",
            client_id = app.ConsumerKey,
            scp = scope,
            sfi = SalesforceId.Key(orgId),
            exp = (now() + options.SessionTimeout).ToUnixTimeSeconds(),
        })),
        Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(256)));
}
