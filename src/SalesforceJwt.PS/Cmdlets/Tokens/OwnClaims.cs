using System.Collections;
using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Cmdlets.Tokens;

/// <summary>The claims that a user adds to a token.</summary>
internal static class OwnClaims
{
    // Case does not matter: 'Aud' is a misspelt aud, which no receiver would read.
    private static readonly Dictionary<string, string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        ["iss"] = "-Issuer (or -ClientId)",
        ["sub"] = "-Subject (or -Username)",
        ["prn"] = "-Subject (or -Username)",
        ["aud"] = "-Audience",
        ["exp"] = "-ExpiresInSec",
        ["nbf"] = "-NotBefore",
        ["iat"] = "-IssuedAt",
        ["jti"] = "-Id",
    };

    /// <summary>The claims as JSON; empty for none.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.JwtClaimInvalid"/>.</exception>
    public static ReadOnlyMemory<byte> Write(IDictionary? claims)
    {
        if (claims is null)
        {
            return default;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in claims.Keys)
        {
            var name = LanguagePrimitives.ConvertTo<string>(key);
            if (Reserved.TryGetValue(name, out var parameter))
            {
                throw new SfException(
                    SfErrorKind.JwtClaimInvalid, $"-Claim holds '{name}', which has a parameter of its own.", $"Use {parameter}.");
            }

            if (string.IsNullOrWhiteSpace(name) || !names.Add(name))
            {
                throw new SfException(
                    SfErrorKind.JwtClaimInvalid, "-Claim holds a name that is empty, or the same name twice.", "Give each claim one name.");
            }
        }

        try
        {
            return JsonWriter.Write(claims);
        }
        catch (SfException e) when (e.Kind == SfErrorKind.BodyInvalid)
        {
            throw new SfException(SfErrorKind.JwtClaimInvalid, $"-Claim: {e.Message}", e.Remedy);
        }
    }
}
