using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>The keys with which the org signs id tokens and JWT-based access tokens, and which it publishes. Thread-safe.</summary>
internal sealed class SigningKeys
{
    private readonly Lock _lock = new();
    private readonly List<(string Id, RSA Key)> _keys = [];
    private int _created;

    /// <summary>What <c>/id/keys</c> publishes: the current key, and older ones that are still accepted.</summary>
    public IReadOnlyList<object> Published
    {
        get
        {
            lock (_lock)
            {
                return [.. Current().Select(key => Describe(key.Id, key.Key.ExportParameters(includePrivateParameters: false)))];
            }
        }
    }

    /// <summary>Signs with a new key from now on.</summary>
    /// <param name="keepOld">Whether the older keys stay published, as Salesforce keeps them for tokens that are still valid.</param>
    public void Rotate(bool keepOld)
    {
        lock (_lock)
        {
            if (!keepOld)
            {
                _keys.Clear();
            }

            Add();
        }
    }

    /// <summary>Signs a token (RS256).</summary>
    /// <param name="header">Makes the header of the key's id.</param>
    /// <param name="claims">The claims.</param>
    public string Sign(Func<string, object> header, object claims)
    {
        (string Id, RSA Key) key;
        lock (_lock)
        {
            key = Current()[^1];
        }

        var signed = $"{Part(header(key.Id))}.{Part(claims)}";
        var signature = key.Key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Part(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));

    private static object Describe(string id, RSAParameters key) => new
    {
        kty = "RSA",
        n = Base64Url.EncodeToString(key.Modulus),
        e = Base64Url.EncodeToString(key.Exponent),
        alg = "RS256",
        use = "sig",
        kid = id,
    };

    // Made when they are needed first: most orgs sign nothing, and a key takes long.
    private List<(string Id, RSA Key)> Current()
    {
        if (_keys.Count == 0)
        {
            Add();
        }

        return _keys;
    }

    private void Add() => _keys.Add(((++_created + 200).ToString(CultureInfo.InvariantCulture), RSA.Create(2048)));
}
