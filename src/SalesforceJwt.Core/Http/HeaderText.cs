using System.Net.Http.Headers;
using System.Text;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Http;

/// <summary>Formats the headers of an exchange for debug output, with secrets masked.</summary>
internal static class HeaderText
{
    /// <summary>One header a line: <c>&gt;</c> marks the request's, <c>&lt;</c> the response's.</summary>
    public static string Format(HttpRequestMessage request, SfResponse? response, string[] secrets)
    {
        var text = new StringBuilder();
        Append("> ", request.Headers);
        Append("> ", request.Content?.Headers);
        Append("< ", response?.Headers);
        Append("< ", response?.ContentHeaders);
        return text.ToString();

        void Append(string mark, HttpHeaders? headers)
        {
            if (headers is null)
            {
                return;
            }

            foreach (var (name, values) in headers.NonValidated)
            {
                text.Append(mark).Append(name).Append(": ").Append(Redaction.Header(name, values.ToString(), secrets)).Append('\n');
            }
        }
    }
}
