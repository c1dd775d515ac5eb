namespace SalesforceJwt.Core.Security;

/// <summary>Keeps secrets out of everything that is shown or logged.</summary>
public static class Redaction
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Mask = "***";

    private static readonly string[] SecretHeaders = ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-SFDC-Session"];

    /// <summary>The value of a header as it may be shown.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public static string Header(string name, string value) =>
        SecretHeaders.Contains(name, StringComparer.OrdinalIgnoreCase) ? Mask : value;

    /// <summary>A URL without its query, fragment and user info: queries hold data, and sometimes secrets.</summary>
    /// <param name="url">An absolute URL.</param>
    public static string Url(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
    }
}
