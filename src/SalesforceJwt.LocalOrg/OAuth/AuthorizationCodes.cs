using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>The codes issued so far, used ones included, since using one again has its own error.</summary>
internal sealed class AuthorizationCodes
{
    private readonly ConcurrentDictionary<string, AuthorizationCode> _codes = new(StringComparer.Ordinal);

    /// <summary>Adds a code and returns its text. It ends in characters that must be escaped in URLs, like Salesforce's.</summary>
    public string Add(AuthorizationCode code)
    {
        var value = $"aPrx{RandomNumberGenerator.GetString("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._", 72)}==";
        _codes[value] = code;
        return value;
    }

    public AuthorizationCode? Find(string value) => _codes.GetValueOrDefault(value);
}
