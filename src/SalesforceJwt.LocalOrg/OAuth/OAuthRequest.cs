using System.Net.Http.Headers;
using System.Text;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>A form posted to an OAuth endpoint, with client id and secret from an <c>Authorization: Basic</c> header or the form.</summary>
internal sealed class OAuthRequest
{
    private const string FormContentType = "application/x-www-form-urlencoded";
    private readonly IFormCollection _form;

    private OAuthRequest(HttpRequest http, IFormCollection form)
    {
        Http = http;
        _form = form;
        (ClientId, ClientSecret) = ReadBasic(http) ?? (this["client_id"], form.ContainsKey("client_secret") ? this["client_secret"] : null);
    }

    public HttpRequest Http { get; }

    /// <summary>The consumer key; empty if there is none.</summary>
    public string ClientId { get; }

    /// <summary>The consumer secret; null if none was sent.</summary>
    public string? ClientSecret { get; }

    /// <summary>A field of the form; empty if it is missing.</summary>
    public string this[string field] => _form[field].ToString();

    /// <exception cref="OAuthException">It is not a POST of a form.</exception>
    public static async Task<OAuthRequest> ReadAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            throw new OAuthException("invalid_request", "must use HTTP POST");
        }

        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || type.MediaType != FormContentType)
        {
            throw new OAuthException("invalid_request", $"content type must be {FormContentType}");
        }

        return new OAuthRequest(context.Request, await context.Request.ReadFormAsync(context.RequestAborted));
    }

    private static (string Id, string? Secret)? ReadBasic(HttpRequest http)
    {
        if (!AuthenticationHeaderValue.TryParse(http.Headers.Authorization, out var header)
            || !header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(header.Parameter ?? "")).Split(':', 2) is [var id, var secret]
                ? (id, secret)
                : throw OAuthException.InvalidClient();
        }
        catch (FormatException)
        {
            throw OAuthException.InvalidClient();
        }
    }
}
