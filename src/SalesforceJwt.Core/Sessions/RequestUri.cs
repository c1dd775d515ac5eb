using System.Text;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Sessions;

/// <summary>Resolves the URI of a request, and refuses any that is not on the instance.</summary>
internal static class RequestUri
{
    private const string NotHere = "Give a path, or a full URL on the connection's own instance. The token goes nowhere else.";

    private static readonly System.Buffers.SearchValues<char> SchemeCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");

    /// <summary>Whether a URI is below <c>/services/data/vNN.0/</c>, so that it needs an API version.</summary>
    public static bool NeedsVersion(string uri) => !uri.StartsWith('/') && !IsAbsolute(uri);

    /// <param name="uri">A path or URL.</param>
    /// <param name="query">Parameters to add.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="version">The API version; used if the URI <see cref="NeedsVersion"/>.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.UriInvalid"/>.</exception>
    public static Uri Resolve(string uri, IReadOnlyList<KeyValuePair<string, string>> query, Uri instance, string version)
    {
        var text = uri.Trim();
        if (text.StartsWith("services/", StringComparison.OrdinalIgnoreCase))
        {
            throw Invalid(
                $"'{Path(text)}' has no leading slash, so it would be below /services/data/v{version}/.",
                $"Write '/{Path(text)}' for a path on the instance.");
        }

        if (!Uri.TryCreate(instance, NeedsVersion(text) ? $"/services/data/v{version}/{text}" : text, out var url))
        {
            throw Invalid($"'{Path(text)}' is not a path or URL.", NotHere);
        }

        if (!HostTrust.SameOrigin(url, instance))
        {
            throw Invalid(
                $"'{url.Scheme}://{url.Authority}' is not this connection's instance ({instance.GetLeftPart(UriPartial.Authority)}).",
                NotHere);
        }

        if (url.Fragment.Length > 0)
        {
            throw Invalid(
                "The URI holds a '#', and what follows it would not be sent.",
                new Advice("Pass values as query values, which are escaped, or write %23.", NextStep.SetQueryValues));
        }

        try
        {
            return query.Count == 0 ? url : new UriBuilder(url) { Query = Join(url.Query, query) }.Uri;
        }
        catch (UriFormatException e)
        {
            // Before .NET 10 a URI ends at 65,519 characters; Salesforce refuses far shorter ones.
            throw new SfException(
                SfErrorKind.UriTooLong,
                $"The query of '{Path(text)}' is too long for a URI.",
                "Salesforce takes about 16 KB. Send a long query by POST to composite/batch, or ask for less at once.",
                e);
        }
    }

    /// <summary>Whether it starts with a scheme. A "://" later on belongs to a value in the query.</summary>
    private static bool IsAbsolute(string uri)
    {
        var end = uri.IndexOf("://", StringComparison.Ordinal);
        return end > 0 && uri.AsSpan(0, end).IndexOfAnyExcept(SchemeCharacters) < 0;
    }

    private static string Path(string text) => text.Split('?')[0];

    private static string Join(string existing, IReadOnlyList<KeyValuePair<string, string>> query)
    {
        var text = new StringBuilder(existing);
        foreach (var (name, value) in query)
        {
            text.Append(text.Length == 0 ? string.Empty : "&")
                .Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        }

        return text.ToString();
    }

    private static SfException Invalid(string message, Advice advice) => new(SfErrorKind.UriInvalid, message, advice);
}
