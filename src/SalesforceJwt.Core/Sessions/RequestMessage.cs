using System.Net.Http.Headers;

namespace SalesforceJwt.Core.Sessions;

/// <summary>Makes the HTTP message of a REST call.</summary>
internal static class RequestMessage
{
    /// <param name="request">The call.</param>
    /// <param name="url">Its URL.</param>
    /// <param name="accessToken">The bearer token; null to send none.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.HeaderInvalid"/>.</exception>
    public static HttpRequestMessage Create(SfRequest request, Uri url, string? accessToken)
    {
        var message = new HttpRequestMessage(request.Method, url);
        message.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        message.Content = request.Content?.Invoke();
        foreach (var (name, value) in request.Headers)
        {
            AddHeader(message, name, value);
        }

        if (accessToken is not null)
        {
            message.Headers.TryAddWithoutValidation("Authorization", "Bearer " + accessToken);
        }

        return message;
    }

    private static void AddHeader(HttpRequestMessage message, string name, string value)
    {
        if (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
        {
            throw new SfException(
                SfErrorKind.HeaderInvalid,
                "The Authorization header belongs to the connection and cannot be given.",
                "Leave it out; to call with another token, use another connection.");
        }

        if (!value.All(c => c is '\t' or (>= ' ' and <= '~'))
            || !(message.Headers.TryAddWithoutValidation(name, value) || TryReplace(message.Content?.Headers, name, value)))
        {
            throw new SfException(
                SfErrorKind.HeaderInvalid,
                $"The header '{name}' cannot be sent with this request.",
                "A name has letters, digits and hyphens; a value has no control characters, line breaks among them, and nothing outside "
                    + "ASCII; headers that describe a body (Content-…) need a body.");
        }
    }

    private static bool TryReplace(HttpContentHeaders? headers, string name, string value)
    {
        if (headers?.NonValidated.Contains(name) == true)
        {
            headers.Remove(name);
        }

        return headers?.TryAddWithoutValidation(name, value) == true;
    }
}
