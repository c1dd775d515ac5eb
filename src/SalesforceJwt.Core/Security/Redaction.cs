using System.Net;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace SalesforceJwt.Core.Security;

/// <summary>Keeps secrets out of everything that is shown or logged.</summary>
internal static partial class Redaction
{
    /// <summary>Replaces a secret.</summary>
    public const string Mask = "***";

    private static readonly string[] SecretNames =
    [
        "authorization", "authentication-info", "cookie", "session", "token", "secret", "password", "api-key", "apikey",
    ];

    /// <summary>
    /// The value of a header as it may be shown: without what was sent as a secret, and its URLs without query and fragment.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="secrets">Secrets of this exchange, which a server may repeat.</param>
    public static string Header(string name, string value, params string[] secrets)
    {
        if (Array.Exists(SecretNames, secret => name.Contains(secret, StringComparison.OrdinalIgnoreCase)))
        {
            return Mask;
        }

        var isUrl = name.EndsWith("location", StringComparison.OrdinalIgnoreCase)
            || name.ToUpperInvariant() is "REFRESH" or "LINK" or "REFERER";
        var clean = secrets.Aggregate(value, Without);
        return SecretText.Redact((isUrl ? AnyQuery() : QueryOfUrl()).Replace(clean, "?" + Mask));
    }

    /// <summary>A text without a secret, in whatever way it is written.</summary>
    /// <param name="text">The text.</param>
    /// <param name="secret">The secret.</param>
    public static string Without(string text, string secret) =>
        secret.Length == 0
            ? text
            : Spellings(secret).Distinct().Aggregate(
                text, (rest, spelling) => rest.Replace(spelling, Mask, StringComparison.OrdinalIgnoreCase));

    /// <summary>A URL without its query, fragment and user info: queries hold data, and sometimes secrets.</summary>
    /// <param name="url">An absolute URL.</param>
    public static string Url(Uri url)
    {
        return url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
    }

    /// <summary>
    /// A text as encoded in a URL, a form or HTML, and each of these in JSON: a server that echoes a request uses one of these encodings.
    /// </summary>
    /// <param name="text">The text.</param>
    internal static IEnumerable<string> Spellings(string text)
    {
        foreach (var spelling in new[] { text, Uri.EscapeDataString(text), WebUtility.UrlEncode(text), WebUtility.HtmlEncode(text) })
        {
            var json = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(spelling);
            yield return spelling;
            yield return json;
            yield return json.Replace("/", "\\/", StringComparison.Ordinal);
            yield return JavaScriptEncoder.Default.Encode(spelling);
        }
    }

    [GeneratedRegex(@"[?#][^\s>;,""']*", RegexOptions.CultureInvariant)]
    private static partial Regex AnyQuery();

    [GeneratedRegex(@"(?<=://[^\s?#""'<>]*)[?#][^\s>;,""']*", RegexOptions.CultureInvariant)]
    private static partial Regex QueryOfUrl();
}
