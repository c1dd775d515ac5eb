using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth;

/// <summary>Login hosts, and the rule for what may be one.</summary>
internal static class LoginUrl
{
    // What people copy from the browser's address line (Salesforce Help: "My Domain URL Formats").
    private static readonly (string Page, string Org)[] PageDomains =
    [
        (".lightning.force.com", ".my.salesforce.com"),
        (".my.salesforce-setup.com", ".my.salesforce.com"),
    ];

    /// <summary>The login host of production orgs and Developer Editions.</summary>
    public static Uri Production { get; } = new("https://login.salesforce.com");

    /// <summary>The login host of sandboxes and scratch orgs.</summary>
    public static Uri Sandbox { get; } = new("https://test.salesforce.com");

    /// <summary>Reads a login URL: an origin, https (http on the loopback interface only), without path, query or user info.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.LoginUrlInvalid"/>.</exception>
    public static Uri Parse(string text) => Origin(text, "login URL", SfErrorKind.LoginUrlInvalid);

    /// <summary>Reads an instance URL, under the same rule.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.InstanceUrlInvalid"/>.</exception>
    public static Uri ParseInstance(string text)
    {
        var url = Origin(text, "instance URL", SfErrorKind.InstanceUrlInvalid);
        return IsMyDomain(url) ? url : throw new SfException(
            SfErrorKind.InstanceUrlInvalid,
            $"{url.Host} is a login host; no org's API is there.",
            "Use the org's My Domain, https://NAME.my.salesforce.com: it came as instance_url with the token.");
    }

    private static Uri Origin(string text, string what, SfErrorKind kind)
    {
        var trimmed = SignInValue.Clean(text);
        if (StrayCharacters.FindStray(trimmed) is { } at && !SecretText.IsCertain(trimmed))
        {
            throw Invalid(
                $"The {what} holds {StrayCharacters.Name(trimmed[at])} at position {at + 1}.",
                "Write it like https://login.salesforce.com.");
        }

        if (SecretText.Detect(trimmed) is { } secret and not SecretKind.Password)
        {
            throw Invalid(
                $"The {what} cannot be {SecretText.Describe(trimmed, secret)}.",
                SignInValue.Misplaced("Write it like https://login.salesforce.com."));
        }

        if (!Uri.TryCreate(trimmed, UriKind.Absolute, out var url) || url.Host.Length == 0 || url.Scheme is not ("https" or "http"))
        {
            var guess = trimmed.Contains("://", StringComparison.Ordinal) || trimmed.Length == 0 ? null : "https://" + trimmed;
            throw Invalid(
                $"{SecretText.Quote(trimmed)} is not a URL.",
                guess is not null && Uri.TryCreate(guess, UriKind.Absolute, out _)
                    ? $"Did you mean {guess}?" : "Write it like https://login.salesforce.com.");
        }

        if (!HostTrust.IsConfidential(url))
        {
            throw Invalid(
                $"'{url.Scheme}://{url.Authority}' is not https: everything would be sent unencrypted.", $"Use https://{url.Authority}.");
        }

        if (url.UserInfo.Length > 0)
        {
            throw Invalid($"The {what} holds a user name or password.",
                new Advice($"Use https://{url.Authority} alone, and give the user name separately.", NextStep.SetUsername));
        }

        if (ToMyDomain(url) is { } myDomain)
        {
            throw Invalid($"{url.Host} is the address of the org's pages, not of its login and API.", $"Use {myDomain}.");
        }

        return url.PathAndQuery is "/" or "" && url.Fragment.Length == 0
            ? new Uri(url.GetLeftPart(UriPartial.Authority))
            : throw Invalid(
                $"The {what} '{Redaction.Url(url)}' has more than a host.",
                $"Use {url.GetLeftPart(UriPartial.Authority)}. (An Experience Cloud site with a path is not supported as a login host.)");

        SfException Invalid(string message, Advice advice) => new(kind, message, advice);
    }

    /// <summary>
    /// Says whether a login host is the org's own (My Domain, an Experience Cloud site), and not one that serves all orgs.
    /// </summary>
    /// <param name="url">The login host.</param>
    public static bool IsMyDomain(Uri url) => url != Production && url != Sandbox;

    /// <summary>The login host that serves all orgs of the kind to which a My Domain belongs, by the form of its name
    /// (Salesforce Help: "My Domain URL Formats").</summary>
    /// <param name="url">A My Domain.</param>
    public static Uri ForAllOrgs(Uri url)
    {
        var isSandbox = url.Host.Contains(".sandbox.", StringComparison.OrdinalIgnoreCase)
            || url.Host.Contains(".scratch.", StringComparison.OrdinalIgnoreCase)
            || url.Host.Contains("--", StringComparison.Ordinal);
        return isSandbox ? Sandbox : Production;
    }

    /// <summary>A URL as text without its trailing slash: what an <c>aud</c> claim holds.</summary>
    /// <param name="url">The URL.</param>
    public static string ToAudience(Uri url)
    {
        return url.GetLeftPart(UriPartial.Authority);
    }

    /// <summary>The My Domain behind the addresses that the browser shows: Lightning Experience and Setup; null for other hosts.</summary>
    private static string? ToMyDomain(Uri url)
    {
        foreach (var (page, org) in PageDomains)
        {
            if (url.Host.EndsWith(page, StringComparison.OrdinalIgnoreCase))
            {
                return $"https://{url.Host[..^page.Length]}{org}";
            }
        }

        return null;
    }
}
