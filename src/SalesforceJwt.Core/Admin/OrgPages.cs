using SalesforceJwt.Core.Records;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Admin;

/// <summary>Paths of an org's pages in the browser.</summary>
internal static class OrgPages
{
    /// <summary>The page of a record, in whichever user interface the user has.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.IdInvalid"/>.</exception>
    public static string OfRecord(string id) => RecordId.Check(id) is { } fault ? throw fault : "/" + id;

    /// <summary>A Lightning app.</summary>
    /// <param name="name">Its developer name; without a namespace, that of an app of the org itself.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.NameInvalid"/>.</exception>
    public static string OfApp(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? "/lightning/app/" + (name.Contains("__", StringComparison.Ordinal) ? name : "c__" + name)
            : throw new SfException(
                SfErrorKind.NameInvalid,
                $"'{name}' is not the developer name of an app.",
                "Setup > App Manager shows developer names. Salesforce's own apps have the prefix standard__: standard__LightningSales.");

    /// <summary>A path, or a URL of the org as a browser shows it.</summary>
    /// <param name="text">What was given.</param>
    /// <param name="instance">The instance URL.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.UriInvalid"/>.</exception>
    public static string Of(string text, Uri instance)
    {
        var trimmed = StrayCharacters.Trim(text).ToString();
        if (trimmed.Contains("://", StringComparison.Ordinal))
        {
            trimmed = Uri.TryCreate(trimmed, UriKind.Absolute, out var url) && IsOfOrg(url, instance)
                ? url.PathAndQuery + url.Fragment
                : throw Invalid(text, "is not a URL of this org");
        }

        // Two slashes, or a backslash that browsers read as one, would begin the name of another host.
        return trimmed.StartsWith("//", StringComparison.Ordinal) || trimmed.Contains('\\', StringComparison.Ordinal)
                || trimmed.Any(char.IsControl)
            ? throw Invalid(text, "is not a path on the org")
            : trimmed.StartsWith('/') ? trimmed : "/" + trimmed;
    }

    /// <summary>Whether a URL is on the instance, or on the org's host for Lightning, which begins with the same My Domain.</summary>
    private static bool IsOfOrg(Uri url, Uri instance) => HostTrust.SameOrigin(url, instance)
        || (HostTrust.IsConfidential(url) && HostTrust.IsSalesforce(url.Host) && HostTrust.IsSalesforce(instance.Host)
            && string.Equals(url.Host.Split('.')[0], instance.Host.Split('.')[0], StringComparison.OrdinalIgnoreCase));

    private static SfException Invalid(string text, string what) => new(
        SfErrorKind.UriInvalid,
        $"{SecretText.Quote(text)} {what}.",
        "Give a path such as /lightning/o/Account/list, or the URL of a page of this org.");
}
