using System.Net;

namespace SalesforceJwt.Core.OAuth.Callback;

/// <summary>The parameters with which the authorization server sends the browser back.</summary>
internal sealed class CallbackAnswer
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    private CallbackAnswer(string form)
    {
        foreach (var pair in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);

            // A parameter that is there twice is an attack or a fault (RFC 6749 section 3.1); the first one counts.
            _fields.TryAdd(
                WebUtility.UrlDecode(at < 0 ? pair : pair[..at]), at < 0 ? string.Empty : WebUtility.UrlDecode(pair[(at + 1)..]));
        }
    }

    /// <summary>A parameter's value; null where it is missing or empty.</summary>
    public string? this[string name] => _fields.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>Reads a query, a fragment or a form.</summary>
    public static CallbackAnswer Parse(string form) => new(form.TrimStart('?', '#'));
}
