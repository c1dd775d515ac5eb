using System.Security.Cryptography;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>The refresh tokens that have not been revoked.</summary>
internal sealed class RefreshTokenStore
{
    // The sixth approval of an app by a user ends the oldest.
    private const int MostOfOneUser = 5;
    private const string Characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._";

    private readonly Lock gate = new();
    private readonly OrderedDictionary<string, RefreshToken> tokens = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (gate)
            {
                return tokens.Count;
            }
        }
    }

    /// <summary>Issues a token, and names those that end by it.</summary>
    public string Add(RefreshToken token, out IReadOnlyList<RefreshToken> ended)
    {
        lock (gate)
        {
            var others = tokens.Where(one => one.Value.App == token.App && one.Value.User == token.User).ToList();
            var oldest = others.Take(others.Count - MostOfOneUser + 1).ToList();
            oldest.ForEach(one => tokens.Remove(one.Key));
            ended = [.. oldest.Select(one => one.Value)];
            var value = NewValue();
            tokens.Add(value, token);
            return value;
        }
    }

    public RefreshToken? Find(string value)
    {
        lock (gate)
        {
            return tokens.GetValueOrDefault(value);
        }
    }

    /// <summary>Puts a new token in the place of one; null if that one has ended meanwhile.</summary>
    public string? Rotate(string value)
    {
        lock (gate)
        {
            if (!tokens.Remove(value, out var token))
            {
                return null;
            }

            var renewed = NewValue();
            tokens.Add(renewed, token);
            return renewed;
        }
    }

    public RefreshToken? Remove(string value)
    {
        lock (gate)
        {
            return tokens.Remove(value, out var token) ? token : null;
        }
    }

    public bool HasAny(ConnectedApp app, OrgUser user)
    {
        lock (gate)
        {
            return tokens.Values.Any(token => token.App == app && token.User == user);
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            tokens.Clear();
        }
    }

    private static string NewValue() => $"5Aep861{RandomNumberGenerator.GetString(Characters, 80)}";
}
