using System.Globalization;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth;

/// <summary>
/// Cleans and checks what people copy and paste into a sign-in, before it costs an attempt: the same for parameters, environment variables
/// and the fields of a profile.
/// </summary>
internal static class SignInValue
{
    /// <summary>A value without the white space, quotes and invisible characters that came around it.</summary>
    /// <param name="value">The user's value.</param>
    public static string Clean(string? value) => StrayCharacters.Trim(value).ToString();

    /// <summary>A consumer key.</summary>
    /// <param name="value">The user's value.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ClientIdInvalid"/>.</exception>
    public static string ClientId(string? value) =>

        // An app's developer may have chosen a random consumer key.
        Public(
            value, SfErrorKind.ClientIdInvalid, "client id (consumer key)",
            "Copy the consumer key from the app's OAuth settings in Setup.",
            mayBeRandom: true);

    /// <summary>A username.</summary>
    /// <param name="value">The user's value.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.UsernameInvalid"/>.</exception>
    public static string Username(string? value) =>
        Public(
            value, SfErrorKind.UsernameInvalid, "username",
            "Give the Salesforce username, which looks like an e-mail address: ci@example.com.",
            mayBeRandom: false);

    /// <summary>The audience of an assertion: what the token endpoint calls itself, hardly ever anything but a URL.</summary>
    /// <param name="value">The user's value.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.LoginUrlInvalid"/>.</exception>
    public static string Audience(string? value) =>
        Public(
            value, SfErrorKind.LoginUrlInvalid, "audience",
            "It is the login host, such as https://login.salesforce.com; leave it out for that of the login URL.",
            mayBeRandom: false);

    /// <summary>A claim of the caller's own token, such as the issuer, the subject or the audience.</summary>
    /// <param name="value">The user's value.</param>
    /// <param name="what">Its name.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.JwtClaimInvalid"/>.</exception>
    public static string Claim(string? value, string what) =>
        Public(value, SfErrorKind.JwtClaimInvalid, what, "It is a name, an id or a URL, on one line.", mayBeRandom: true);

    /// <summary>The address of a token endpoint that is not Salesforce's own.</summary>
    /// <param name="value">The user's value.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.UriInvalid"/>.</exception>
    public static Uri TokenUrl(string? value) =>
        PublicUrl(value, "token URL", "Write it like https://login.example.com/oauth2/token.");

    /// <summary>An address to which a secret may be sent: https, or http on the loopback interface.</summary>
    /// <param name="value">The user's value.</param>
    /// <param name="what">Its name.</param>
    /// <param name="remedy">What belongs there.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.UriInvalid"/>.</exception>
    public static Uri PublicUrl(string? value, string what, string remedy)
    {
        var text = Public(value, SfErrorKind.UriInvalid, what, remedy, mayBeRandom: false);
        return !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0 || url.Scheme is not ("https" or "http")
            ? throw new SfException(SfErrorKind.UriInvalid, $"The {what} {SecretText.Quote(text)} is not a URL.", remedy)
            : !HostTrust.IsConfidential(url) ? throw new SfException(
                SfErrorKind.UriInvalid,
                $"The {what} '{url.Scheme}://{url.Authority}' is not https: everything would be sent unencrypted.",
                $"Use https://{url.Authority}.")
            : url.Fragment.Length > 0 ? throw new SfException(SfErrorKind.UriInvalid, $"The {what} has a fragment (#…).", remedy)
            : url;
    }

    /// <summary>Scopes, separated by spaces.</summary>
    /// <param name="value">The user's value.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.LoginScopeInvalid"/>.</exception>
    public static string Scope(string? value)
    {
        var clean = Clean(value);
        return SecretText.Detect(clean) is null ? clean : throw new SfException(
            SfErrorKind.LoginScopeInvalid,
            $"A scope cannot be {SecretText.Quote(clean)}.",
            Misplaced("Scopes are words such as api, refresh_token, openid."));
    }

    /// <summary>The name of a token exchange handler; null if there is none.</summary>
    /// <param name="value">The user's value.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.NameInvalid"/>.</exception>
    public static string? TokenHandler(string? value) => Clean(value).Length == 0 ? null : Public(
        value, SfErrorKind.NameInvalid, "name of the token exchange handler",
        "Copy it from Setup > Token Exchange Handlers.",
        mayBeRandom: false);

    /// <summary>A secret, which travels in a header or a form: ASCII on one line.</summary>
    /// <param name="value">The user's value.</param>
    /// <param name="what">Its name.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ValueMissing"/>.</exception>
    public static string Secret(string? value, string what)
    {
        const string Remedy = "Copy it whole, on one line.";
        if (IsHidden(value))
        {
            throw new SfException(
                SfErrorKind.ValueMissing,
                $"The {what} is a placeholder: the sf CLI hides secrets in what it prints since version 2.146.",
                ShowHidden);
        }

        if (Clean(value) is ['{', ..])
        {
            throw new SfException(
                SfErrorKind.ValueMissing,
                $"The {what} is whole JSON, as sf … --json prints it.",
                "Give the value of its field alone. " + ShowHidden);
        }

        var secret = OneWord(value, SfErrorKind.ValueMissing, what, Remedy);
        return secret.AsSpan().IndexOfAnyExceptInRange('!', '~') is var at and >= 0
            ? throw Stray(SfErrorKind.ValueMissing, what, secret[at], at, Remedy)
            : secret;
    }

    /// <summary>A consumer secret, which travels in a form; null if there is none.</summary>
    /// <param name="value">The user's value.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ValueMissing"/>.</exception>
    public static string? ClientSecret(string? value)
    {
        var clean = Clean(value);
        return clean.Length == 0 ? null
            : StrayCharacters.FindInvisible(clean) is { } at
                ? throw Stray(SfErrorKind.ValueMissing, "consumer secret", clean[at], at, "Copy it whole, on one line.")
            : clean;
    }

    /// <summary>The commands of the sf CLI that show what it hides in the output of others, such as <c>sf org display</c>.</summary>
    internal const string ShowHidden =
        "These commands show it: sf org auth show-access-token --json (result.accessToken), "
            + "sf org auth show-sfdx-auth-url --json (result.sfdxAuthUrl).";

    /// <summary>Whether the sf CLI put a placeholder in the place of a secret: <c>[REDACTED] Use 'sf org auth …' to view</c>.</summary>
    internal static bool IsHidden(string? value) => value?.Contains("[REDACTED]", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>
    /// Whether a text can be a token: printable ASCII without spaces (RFC 6750 section 2.1). Anything else would end the header that it
    /// stands in.
    /// </summary>
    internal static bool IsToken(string value) => value.Length > 0 && !value.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>A value that is sent, shown and saved as no secret is.</summary>
    private static string Public(string? value, SfErrorKind kind, string what, string remedy, bool mayBeRandom)
    {
        var clean = OneWord(value, kind, what, remedy);
        return SecretText.Detect(clean) is { } secret && !(mayBeRandom && secret == SecretKind.Value)
            ? throw new SfException(kind, $"The {what} cannot be {SecretText.Describe(clean, secret)}.", Misplaced(remedy))
            : StrayCharacters.FindMark(clean) is { } at ? throw Stray(kind, what, clean[at], at, remedy)
            : clean;
    }

    /// <summary>What to do with a secret that was given in the place of something else.</summary>
    /// <param name="remedy">What belongs there.</param>
    public static Advice Misplaced(string remedy) =>
        new(remedy + " Give a private key, a consumer secret or a token in its own place.", NextStep.GiveSecret);

    private static string OneWord(string? value, SfErrorKind kind, string what, string remedy)
    {
        var clean = Clean(value);
        return clean.Length == 0 ? throw new SfException(kind, $"The {what} is empty.", remedy)
            : StrayCharacters.FindStray(clean) is { } at ? throw Stray(kind, what, clean[at], at, remedy)
            : clean;
    }

    private static SfException Stray(SfErrorKind kind, string what, char character, int at, string remedy) => new(
        kind,
        string.Create(
            CultureInfo.InvariantCulture, $"The {what} holds {StrayCharacters.Name(character)} in the middle, at position {at + 1}."),
        remedy);
}
