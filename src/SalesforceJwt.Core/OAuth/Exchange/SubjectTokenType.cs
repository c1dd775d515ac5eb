using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth.Exchange;

/// <summary>The types of tokens that Salesforce exchanges, with the URNs of RFC 8693 section 3.</summary>
internal static class SubjectTokenType
{
    /// <summary>The name of a JSON Web Token.</summary>
    public const string Jwt = "Jwt";

    private const string Prefix = "urn:ietf:params:oauth:token-type:";

    /// <summary>The names, with their URNs.</summary>
    public static readonly IReadOnlyList<(string Name, string Urn)> All =
    [
        (Jwt, Prefix + "jwt"),
        ("IdToken", Prefix + "id_token"),
        ("AccessToken", Prefix + "access_token"),
        ("RefreshToken", Prefix + "refresh_token"),
        ("Saml2", Prefix + "saml2"),
    ];

    /// <summary>The URN of a name; a URN is returned unchanged.</summary>
    /// <param name="value">The caller's value.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.SubjectTokenInvalid"/>.</exception>
    public static string Parse(string value)
    {
        var clean = SignInValue.Clean(value);
        foreach (var (name, urn) in All)
        {
            if (name.Equals(clean, StringComparison.OrdinalIgnoreCase))
            {
                return urn;
            }
        }

        return clean.StartsWith("urn:", StringComparison.OrdinalIgnoreCase) && SecretText.Detect(clean) is null
            && SignInValue.IsToken(clean)
            ? clean
            : throw new SfException(
                SfErrorKind.SubjectTokenInvalid,
                $"{SecretText.Quote(clean)} is not a type of token that Salesforce exchanges.",
                $"Types: {string.Join(", ", All.Select(t => t.Name))}, or a URN such as {Prefix}jwt.");
    }
}
