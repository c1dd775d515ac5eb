using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>The codes issued so far; used ones too, since using one again has its own answer.</summary>
internal sealed class AuthorizationCodes
{
    private readonly ConcurrentDictionary<string, AuthorizationCode> codes = new(StringComparer.Ordinal);

    /// <summary>Like Salesforce's, a code ends in what must be escaped in a URL and in a form.</summary>
    public string Add(AuthorizationCode code)
    {
        var value = $"aPrx{RandomNumberGenerator.GetString("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._", 72)}==";
        codes[value] = code;
        return value;
    }

    public AuthorizationCode? Find(string value) => codes.GetValueOrDefault(value);
}
