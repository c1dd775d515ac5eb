using System.Collections.Concurrent;
using System.Security.Cryptography;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>The valid access tokens.</summary>
internal sealed class TokenStore(Func<DateTimeOffset> now, LocalOrgOptions options)
{
    private const string TokenCharacters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._";
    private readonly ConcurrentDictionary<string, IssuedToken> _tokens = new(StringComparer.Ordinal);

    public ICollection<IssuedToken> All => _tokens.Values;

    /// <summary>Issues a token of Salesforce's shape: the org id of 15 characters, an exclamation mark, 96 characters.</summary>
    public IssuedToken Issue(string orgId, ConnectedApp app, OrgUser user, string scope, RefreshToken? refreshToken)
    {
        var value = $"{SalesforceId.Key(orgId)}!AQ{RandomNumberGenerator.GetString(TokenCharacters, 94)}";
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

    public void Clear() => _tokens.Clear();
}
