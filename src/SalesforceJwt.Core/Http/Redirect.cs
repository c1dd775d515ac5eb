using System.Net;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Http;

/// <summary>Decides which redirects are followed.</summary>
internal static class Redirect
{
    /// <summary>
    /// The request that a redirect asks for; null if there is none, or it is not followed. Only reads are redirected, and only to https
    /// or this machine. Another origin receives neither the token nor the caller's headers, which may hold secrets.
    /// </summary>
    public static HttpRequestMessage? Follow(HttpRequestMessage request, SfResponse response)
    {
        if (!IsRedirect(response.StatusCode)
            || (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head)
            || response.Headers.Location is not { } location
            || !Uri.TryCreate(request.RequestUri!, location, out var target)
            || !HostTrust.IsConfidential(target))
        {
            return null;
        }

        var next = new HttpRequestMessage(request.Method, target) { Version = request.Version, VersionPolicy = request.VersionPolicy };
        if (HostTrust.SameOrigin(target, request.RequestUri!))
        {
            foreach (var (name, values) in request.Headers.NonValidated)
            {
                next.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
            }
        }

        return next;
    }

    private static bool IsRedirect(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}
