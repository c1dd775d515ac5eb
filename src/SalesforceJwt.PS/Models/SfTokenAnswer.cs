using System.Collections.Specialized;
using System.Management.Automation;
using System.Security;
using SalesforceJwt.Core.Security;
using SalesforceJwt.PS.Output;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Models;

/// <summary>The answer of a token endpoint (RFC 6749 section 5.1), with its tokens in SecureStrings.</summary>
public sealed class SfTokenAnswer
{
    private static readonly string[] SecretWords = ["token", "secret", "password", "assertion", "code", "signature"];
    private static readonly string[] PublicNames = ["token_type", "issued_token_type", "token_format", "error_code"];

    internal SfTokenAnswer(ReadOnlyMemory<byte> json, Uri tokenUrl, DateTimeOffset now)
    {
        Response = JsonReader.ReadWhole(json, "the token endpoint");
        TokenUrl = tokenUrl.GetLeftPart(UriPartial.Path);
        Protect(Response);
        AccessToken = Field("access_token") as SecureString;
        RefreshToken = Field("refresh_token") as SecureString;
        IdToken = Field("id_token") as SecureString;
        TokenType = Field("token_type") as string;
        Scope = Field("scope") as string;
        InstanceUrl = Field("instance_url") as string;
        ExpiresAt = LanguagePrimitives.TryConvertTo(Field("expires_in"), out double seconds) && seconds is > 0 and < int.MaxValue
            ? now.AddSeconds(seconds) : null;
    }

    /// <summary>The access token; <c>ConvertFrom-SecureString -AsPlainText</c> shows it. Empty if there is none.</summary>
    public SecureString? AccessToken { get; }

    /// <summary>The refresh token; empty if there is none.</summary>
    public SecureString? RefreshToken { get; }

    /// <summary>The id token, which <c>ConvertFrom-SfJwt</c> decodes; empty if there is none.</summary>
    public SecureString? IdToken { get; }

    /// <summary><c>Bearer</c>, most often.</summary>
    public string? TokenType { get; }

    /// <summary>Granted scopes, separated by spaces.</summary>
    public string? Scope { get; }

    /// <summary>Where the API is (Salesforce).</summary>
    public string? InstanceUrl { get; }

    /// <summary>When the access token ends, by this machine's clock; empty if the endpoint does not say.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>The token endpoint.</summary>
    public string TokenUrl { get; }

    /// <summary>The whole answer. What is or could be a secret in it is a SecureString.</summary>
    public object Response { get; }

    /// <summary>Never a token.</summary>
    public override string ToString() => $"*** of {TokenUrl}";

    private static bool IsSecret(string name, string value) =>
        SecretText.Detect(value) is not null
        || (!PublicNames.Contains(name, StringComparer.OrdinalIgnoreCase)
            && SecretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Puts a SecureString in the place of each secret, also in objects and lists within.</summary>
    private static object? Protect(object? value, string name = "")
    {
        switch (value)
        {
            case string text:
                return IsSecret(name, text) ? Secret.Protect(text) : text;
            case object?[] items:
                for (var i = 0; i < items.Length; i++)
                {
                    items[i] = Protect(items[i], name);
                }

                return items;
            case OrderedDictionary dictionary:
                foreach (var key in dictionary.Keys.Cast<string>().ToList())
                {
                    dictionary[key] = Protect(dictionary[key], key);
                }

                return dictionary;
            case PSObject part:
                foreach (var property in part.Properties)
                {
                    property.Value = Protect(property.Value, property.Name);
                }

                return part;
            default:
                return value;
        }
    }

    private object? Field(string name) =>
        Response is OrderedDictionary dictionary ? dictionary[name] : (Response as PSObject)?.Properties[name]?.Value;
}
