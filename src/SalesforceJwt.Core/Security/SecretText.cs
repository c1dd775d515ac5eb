using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SalesforceJwt.Core.Security;

/// <summary>
/// Detects possible secrets by their form, before text of a caller or a server is shown. Users pass a key instead of its path or a token
/// instead of a URL, and an error's text stays in a job's log.
/// </summary>
internal static partial class SecretText
{
    // No name, path or id has as many characters without a break; a longer run may be a secret of an unknown form.
    private const int LongestWord = 100;

    private static readonly Form[] Forms =
    [
        new(Pem(), SecretKind.PrivateKey),
        new(Putty(), SecretKind.PrivateKey),
        new(AuthUrl(), SecretKind.AuthUrl),
        new(UserInfo(), SecretKind.Password),
        new(Named(), SecretKind.Value),
        new(Bearer(), SecretKind.Value),
        new(SessionId(), SecretKind.AccessToken),
        new(RefreshToken(), SecretKind.RefreshToken),
        new(Jwt(), SecretKind.Jwt),
        new(Hexadecimal(), SecretKind.Hexadecimal),
    ];

    /// <summary>A caller's value for a message: in quotes, or, where it could be a secret, only what it looks like.</summary>
    /// <param name="value">The value.</param>
    public static string Quote(string? value)
    {
        var text = value?.Trim() ?? string.Empty;
        if (Detect(text) is { } kind and not SecretKind.Password)
        {
            // The other parts of a path or URL are shown: a digest in it is more likely a folder's name than a secret.
            return kind is SecretKind.Value or SecretKind.Hexadecimal && Rooted().IsMatch(text)
                ? $"'{Redact(text)}'"
                : Describe(text, kind);
        }

        return text.Length > LongestWord && !text.Any(c => char.IsWhiteSpace(c) || c is '/' or '\\')
            ? Describe(text, SecretKind.Value)
            : $"'{Redact(value)}'";
    }

    /// <summary>The beginning of a text, redacted before it is cut: a secret that is cut first would not be recognized.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The most characters.</param>
    public static string Shorten(string text, int length)
    {
        var clean = Redact(text);
        return clean.Length <= length ? clean : clean[..length] + "…";
    }

    /// <summary>What a text could be, or could hold; null if it can be shown.</summary>
    /// <param name="text">The text.</param>
    public static SecretKind? Detect(string text)
    {
        foreach (var form in Forms)
        {
            if (form.Pattern.Match(text) is { Success: true } match)
            {
                return form.Kind == SecretKind.PrivateKey ? PemKind(match.ValueSpan) : form.Kind;
            }
        }

        return RandomText.Find(text, 0) is { } run ? RandomText.KindOf(text.AsSpan(run.Start, run.Length)) : null;
    }

    /// <summary>Whether an exception, or one below it, quotes what could be a secret.</summary>
    /// <param name="error">The exception.</param>
    public static bool IsIn(Exception error)
    {
        for (var e = error; e is not null; e = e.InnerException)
        {
            if (Detect(e.Message) is not null || (e is FileNotFoundException { FileName: { } name } && Detect(name) is not null))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a value is certainly a secret, and not what a name, a path or an id could be as well.</summary>
    /// <param name="value">The value.</param>
    public static bool IsCertain(string value) =>
        Detect(value) is SecretKind.PrivateKey or SecretKind.Certificate or SecretKind.AuthUrl or SecretKind.AccessToken
            or SecretKind.RefreshToken or SecretKind.Jwt;

    /// <summary>A text in which everything that could be a secret is replaced by what it looks like.</summary>
    /// <param name="text">A message, a server's words, a header.</param>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Redact(string? text)
    {
        if (text is null)
        {
            return null;
        }

        foreach (var form in Forms)
        {
            if (form.Pattern.IsMatch(text))
            {
                text = form.Pattern.Replace(text, match => Replacement(match, form.Kind));
            }
        }

        return RandomText.Find(text, 0) is null ? text : WithoutRandomText(text);
    }

    /// <summary>What a value looks like, and how long it is.</summary>
    /// <param name="value">The value.</param>
    /// <param name="kind">What it looks like.</param>
    public static string Describe(string value, SecretKind kind)
    {
        return Describe(value.Length, kind);
    }

    private static string Describe(int length, SecretKind kind) => string.Create(
        CultureInfo.InvariantCulture,
        $"({length:N0} {(kind == SecretKind.Hexadecimal ? "hexadecimal digits" : "characters")} that {Appearance(kind)})");

    private static string Appearance(SecretKind kind) => kind switch
    {
        SecretKind.PrivateKey => "look like a private key",
        SecretKind.Certificate => "look like a certificate",
        SecretKind.AuthUrl => "look like an auth URL of the sf CLI",
        SecretKind.AccessToken => "look like an access token",
        SecretKind.RefreshToken => "look like a refresh token",
        SecretKind.Jwt => "look like a JSON Web Token",
        SecretKind.Hexadecimal => "look like a consumer secret",
        _ => "could be a secret",
    };

    private static string Replacement(Match match, SecretKind kind) => kind switch
    {
        SecretKind.Password or SecretKind.Value => match.Groups["before"].Value + Redaction.Mask + match.Groups["after"].Value,
        SecretKind.PrivateKey => Describe(match.Length, PemKind(match.ValueSpan)),
        _ => Describe(match.Length, kind),
    };

    private static SecretKind PemKind(ReadOnlySpan<char> pem) =>
        pem.Contains("PRIVATE", StringComparison.OrdinalIgnoreCase) ? SecretKind.PrivateKey : SecretKind.Certificate;

    private static string WithoutRandomText(string text)
    {
        var clean = new StringBuilder(text.Length);
        var at = 0;
        while (RandomText.Find(text, at) is { } run)
        {
            clean.Append(text, at, run.Start - at).Append(Describe(run.Length, RandomText.KindOf(text.AsSpan(run.Start, run.Length))));
            at = run.Start + run.Length;
        }

        return clean.Append(text, at, text.Length - at).ToString();
    }

    // A block without END was cut off and continues to the end of its base64. Lines may be separated by the characters \n.
    [GeneratedRegex(
        @"(?<!-)-{4,}\s*BEGIN[A-Z0-9 ]{1,60}-{4,}"
            + @"(?:(?s:.{20,20000}?)-{4,}\s*END[A-Z0-9 ]{1,60}-{4,}|(?=[\s\S]{0,200}?[A-Za-z0-9+/]{16})[\sA-Za-z0-9+/=\\:,-]*)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pem();

    [GeneratedRegex(@"PuTTY-User-Key-File-\d[\s\S]*", RegexOptions.CultureInvariant)]
    private static partial Regex Putty();

    // Short or masked parts are those of a help text.
    [GeneratedRegex(
        @"force://(?![A-Za-z0-9._-]+:\*\*\*)[^\s'""<>@]{30,}@[A-Za-z0-9.:_-]*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex AuthUrl();

    [GeneratedRegex(
        @"(?<!force)(?<before>://)[^\s/@'""<>:]*:[^\s/@'""<>]*(?<after>@)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex UserInfo();

    // In JSON, a form or a query, HTML, XML.
    [GeneratedRegex(
        @"(?<before>(?:\b|(?<=\\[nrt]))(?:access_token|refresh_token|id_token|client_secret|code_verifier|assertion|device_code"
            + @"|sessionId|serverSessionId|sid|password|otp|cshc|frontdoor_uri)"
            + @"(?:""|'|\\""|&quot;|&\#34;)?\s*(?:=|>|(?<=[""';])\s*:)\s*(?:""|'|\\""|&quot;|&\#34;)?)(?!\*\*\*)[^\s""'&<>;,\\]{4,}",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    [GeneratedRegex(
        @"(?<before>(?:\b|(?<=\\[nrt]))Bearer\s+)(?=[^\s'""]*[0-9!])[A-Za-z0-9._~+/=!%-]{12,}",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Bearer();

    [GeneratedRegex(@"00D[A-Za-z0-9]{9,15}(?:!|%21|\\u0021|&\#33;)[^\s'""<>&,;)]*", RegexOptions.CultureInvariant)]
    private static partial Regex SessionId();

    [GeneratedRegex(@"5Aep861[A-Za-z0-9._~+/=!%-]{8,}", RegexOptions.CultureInvariant)]
    private static partial Regex RefreshToken();

    [GeneratedRegex(@"(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))eyJ[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*)*", RegexOptions.CultureInvariant)]
    private static partial Regex Jwt();

    // (A letter before it may be that of a newline as JSON writes it.) A digest that a message names as one is shown.
    [GeneratedRegex(
        @"(?:(?<![A-Za-z0-9]|SHA-256[^0-9']{0,24})|(?<=\\[nrt]))(?:[0-9A-Fa-f]{2}[: -]?){31,}[0-9A-Fa-f]{2}(?![A-Za-z0-9])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"^(?:[A-Za-z]:[\\/]|~[\\/]|\.{1,2}[\\/]|\\\\[^\\]|/[^/\s]+/|[a-z]{2,8}://)", RegexOptions.CultureInvariant)]
    private static partial Regex Rooted();

    private sealed record Form(Regex Pattern, SecretKind Kind);
}
