using System.Globalization;
using SalesforceJwt.Core.OAuth.Jwt;

namespace SalesforceJwt.Core.OAuth.Exchange;

/// <summary>Checks a token before it is exchanged, and describes it for errors.</summary>
internal static class SubjectToken
{
    /// <summary>The most characters that Salesforce accepts (Salesforce Help: "OAuth 2.0 Token Exchange Flow").</summary>
    public const int MaximumLength = 10_000;

    /// <summary>A token that can be sent.</summary>
    /// <param name="token">The token from the caller or the pipeline.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.ValueMissing"/>: it cannot be a token. <see cref="SfErrorKind.SubjectTokenInvalid"/>: it is too long.
    /// </exception>
    public static string Check(string? token)
    {
        var clean = SignInValue.Secret(token, "token to exchange");
        return clean.Length <= MaximumLength ? clean : throw new SfException(
            SfErrorKind.SubjectTokenInvalid,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The token to exchange has {clean.Length:N0} characters; Salesforce accepts {MaximumLength:N0} at most."),
            "Have the issuer put fewer claims into it (groups and roles above all), or exchange another token of the issuer.");
    }

    /// <summary>
    /// The token's issuer, subject and audience, which a handler compares. None of them is secret. Null if the token is not a JSON Web
    /// Token.
    /// </summary>
    /// <param name="token">The token.</param>
    /// <param name="now">The present time.</param>
    public static string? Describe(string token, DateTimeOffset now)
    {
        JwtContent jwt;
        try
        {
            jwt = JwtReader.Read(token);
        }
        catch (SfException)
        {
            return null;
        }

        var text = $"The token's issuer (iss) is '{jwt.Issuer}', its subject (sub) '{jwt.Subject}', its audience (aud) "
            + $"'{string.Join("', '", jwt.Audience)}'.";
        return jwt.ExpiresAt is { } end && end < now
            ? text + string.Create(CultureInfo.InvariantCulture, $" It expired at {end:u}; this machine's clock says {now:u}.")
            : text;
    }
}
