using System.Security.Cryptography;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>The refresh tokens that have not been revoked.</summary>
internal sealed class RefreshTokenStore
{
    // The sixth token of a user for an app revokes the oldest.
    private const int MaxPerUserAndApp = 5;
    private const string Characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._";

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, RefreshToken> _tokens = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _tokens.Count;
            }
        }
    }

    public IReadOnlyList<RefreshToken> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _tokens.Values];
            }
        }
    }

    /// <summary>Issues a token, and returns the tokens that it revokes.</summary>
    public string Add(RefreshToken token, out IReadOnlyList<RefreshToken> ended)
    {
        lock (_gate)
        {
            var others = _tokens.Where(one => one.Value.App == token.App && one.Value.User == token.User).ToList();
            var oldest = others.Take(others.Count - MaxPerUserAndApp + 1).ToList();
            oldest.ForEach(one => _tokens.Remove(one.Key));
            ended = [.. oldest.Select(one => one.Value)];
            var value = NewValue();
            _tokens.Add(value, token);
            return value;
        }
    }

    public RefreshToken? Find(string value)
    {
        lock (_gate)
        {
            return _tokens.GetValueOrDefault(value);
        }
    }

    /// <summary>Replaces a token by a new one; null if it was revoked meanwhile.</summary>
    public string? Rotate(string value)
    {
        lock (_gate)
        {
            if (!_tokens.Remove(value, out var token))
            {
                return null;
            }

            var renewed = NewValue();
            _tokens.Add(renewed, token);
            return renewed;
        }
    }

    public void Remove(RefreshToken token) => RemoveWhere(one => one == token);

    public void RemoveAllOf(ConnectedApp app) => RemoveWhere(one => one.App == app);

    public bool HasAny(ConnectedApp app, OrgUser user)
    {
        lock (_gate)
        {
            return _tokens.Values.Any(token => token.App == app && token.User == user);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _tokens.Clear();
        }
    }

    private void RemoveWhere(Func<RefreshToken, bool> matches)
    {
        lock (_gate)
        {
            foreach (var value in _tokens.Where(one => matches(one.Value)).Select(one => one.Key).ToList())
            {
                _tokens.Remove(value);
            }
        }
    }

    private static string NewValue() => $"5Aep861{RandomNumberGenerator.GetString(Characters, 80)}";
}
