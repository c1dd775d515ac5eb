using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth;

/// <summary>Login hosts, and the rule for what may be one.</summary>
public static class LoginUrl
{
    /// <summary>The login host of production orgs and Developer Editions.</summary>
    public static Uri Production { get; } = new("https://login.salesforce.com");

    /// <summary>The login host of sandboxes and scratch orgs.</summary>
    public static Uri Sandbox { get; } = new("https://test.salesforce.com");

    /// <summary>Reads a login URL: an origin, https (http on the loopback interface only), without path, query or user info.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.LoginUrlInvalid"/>.</exception>
    public static Uri Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        if (!Uri.TryCreate(trimmed, UriKind.Absolute, out var url) || url.Host.Length == 0 || url.Scheme is not ("https" or "http"))
        {
            var guess = trimmed.Contains("://", StringComparison.Ordinal) || trimmed.Length == 0 ? null : "https://" + trimmed;
            throw Invalid(
                $"'{trimmed}' is not a URL.",
                guess is not null && Uri.TryCreate(guess, UriKind.Absolute, out _) ? $"Did you mean {guess}?" : "Write it like https://login.salesforce.com.");
        }

        if (!HostTrust.IsConfidential(url))
        {
            throw Invalid($"'{url.Scheme}://{url.Authority}' is not https; the assertion would travel in the open.", $"Use https://{url.Authority}.");
        }

        if (url.UserInfo.Length > 0)
        {
            throw Invalid("The login URL holds a user name or password.", $"Use https://{url.Authority} alone; the user goes into -Username.");
        }

        return url.PathAndQuery is "/" or "" && url.Fragment.Length == 0
            ? new Uri(url.GetLeftPart(UriPartial.Authority))
            : throw Invalid(
                $"The login URL '{Redaction.Url(url)}' has more than a host.",
                $"Use {url.GetLeftPart(UriPartial.Authority)}. (An Experience Cloud site with a path of its own is not supported as a login host.)");
    }

    /// <summary>A URL as text without its trailing slash: what an <c>aud</c> claim holds.</summary>
    /// <param name="url">The URL.</param>
    public static string ToAudience(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.GetLeftPart(UriPartial.Authority);
    }

    private static SfException Invalid(string message, string remedy) => new(SfErrorKind.LoginUrlInvalid, message, remedy);
}
