using System.Collections.Concurrent;
using System.Security.Cryptography;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>The valid access tokens.</summary>
internal sealed class TokenStore(Func<DateTimeOffset> now, LocalOrgOptions options, SigningKeys keys)
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
    public IssuedToken Issue(string orgId, string instanceUrl, ConnectedApp app, OrgUser user, string scope, RefreshToken? refreshToken)
    {
        var value = app.IssuesJwtTokens
            ? NewJwt(orgId, instanceUrl, app, user, scope, now())
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

    public void RemoveAllOf(RefreshToken refreshToken) => RemoveWhere(token => token.RefreshToken == refreshToken);

    public void RemoveAllOf(ConnectedApp app) => RemoveWhere(token => token.App == app);

    public void RemoveAllOf(OrgUser user) => RemoveWhere(token => token.User == user);

    public void Clear() => _tokens.Clear();

    private void RemoveWhere(Func<IssuedToken, bool> matches)
    {
        foreach (var token in All.Where(matches))
        {
            Remove(token.Value);
        }
    }

    private string NewJwt(string orgId, string instanceUrl, ConnectedApp app, OrgUser user, string scope, DateTimeOffset time) => keys.Sign(
        key => new
        {
            tnk = $"core/local/{SalesforceId.Key(orgId)}",
            ver = "1.0",
            kid = key,
            tty = "sfdc-core-token",
            typ = "JWT",
            alg = "RS256",
        },
        new
        {
            scp = scope,
            aud = new[] { instanceUrl },
            sub = $"uid:{user.Id}",
            nbf = time.ToUnixTimeSeconds(),
            mty = "oauth",
            sfi = SalesforceId.Key(orgId),
            roles = Array.Empty<string>(),
            iss = instanceUrl,
            hsc = false,
            exp = (time + options.SessionTimeout).ToUnixTimeSeconds(),
            iat = time.ToUnixTimeSeconds(),
            client_id = app.ConsumerKey,

            // Two tokens of one second must differ.
            jti = RandomNumberGenerator.GetHexString(32),
        });
}
