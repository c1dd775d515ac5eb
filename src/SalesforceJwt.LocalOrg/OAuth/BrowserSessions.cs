using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>Users who have logged in on the login page, by the cookie of their browser.</summary>
internal sealed class BrowserSessions
{
    private const string CookieName = "sid";
    private readonly ConcurrentDictionary<string, (OrgUser User, DateTimeOffset Start)> sessions = new(StringComparer.Ordinal);

    public void Start(HttpContext context, OrgUser user, DateTimeOffset now)
    {
        var id = RandomNumberGenerator.GetHexString(64);
        sessions[id] = (user, now);
        context.Response.Cookies.Append(
            CookieName, id, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps });
    }

    /// <summary>Who is logged in, and can still be.</summary>
    public OrgUser? Find(HttpRequest request, DateTimeOffset now, TimeSpan timeout) =>
        request.Cookies[CookieName] is { } id
            && sessions.TryGetValue(id, out var session)
            && now - session.Start <= timeout
            && session.User is { IsActive: true, IsFrozen: false }
            ? session.User
            : null;
}
