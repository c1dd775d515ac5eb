using System.Collections.Concurrent;
using System.Security.Cryptography;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>The access tokens that are valid now.</summary>
internal sealed class TokenStore
{
    private const string TokenCharacters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._";
    private readonly ConcurrentDictionary<string, IssuedToken> tokens = new(StringComparer.Ordinal);

    public ICollection<IssuedToken> All => tokens.Values;

    /// <summary>Issues a token of Salesforce's shape: the org id of 15 characters, an exclamation mark, 96 characters.</summary>
    public IssuedToken Issue(string orgId, ConnectedApp app, OrgUser user, string scope, DateTimeOffset now, RefreshToken? refreshToken)
    {
        var value = $"{SalesforceId.Key(orgId)}!AQ{RandomNumberGenerator.GetString(TokenCharacters, 94)}";
        return tokens[value] = new IssuedToken(value, app, user, scope, now, refreshToken);
    }

    /// <summary>The session of a token, extended by this use; null if it is unknown or has ended.</summary>
    public IssuedToken? Use(string value, DateTimeOffset now, TimeSpan timeout)
    {
        var token = Find(value, now, timeout);
        token?.LastUsedAt = now;
        return token;
    }

    /// <summary>The session of a token, which looking at it does not extend; null if it is unknown or has ended.</summary>
    public IssuedToken? Find(string value, DateTimeOffset now, TimeSpan timeout)
    {
        if (!tokens.TryGetValue(value, out var token))
        {
            return null;
        }

        if (now - token.LastUsedAt > timeout || !token.User.IsActive)
        {
            Remove(value);
            return null;
        }

        return token;
    }

    public bool Remove(string value) => tokens.TryRemove(value, out _);

    public void RemoveAllOf(RefreshToken refreshToken)
    {
        foreach (var token in All.Where(token => token.RefreshToken == refreshToken))
        {
            Remove(token.Value);
        }
    }

    public void Clear() => tokens.Clear();
}
