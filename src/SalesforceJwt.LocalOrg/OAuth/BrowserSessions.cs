using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>Users who have logged in on the login page, by their browser's cookie.</summary>
internal sealed class BrowserSessions(Func<DateTimeOffset> now, LocalOrgOptions options)
{
    private const string CookieName = "sid";
    private readonly ConcurrentDictionary<string, (OrgUser User, DateTimeOffset Start)> _sessions = new(StringComparer.Ordinal);

    public void Start(HttpContext context, OrgUser user)
    {
        var id = RandomNumberGenerator.GetHexString(64);
        _sessions[id] = (user, now());
        context.Response.Cookies.Append(
            CookieName, id, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps });
    }

    public void RemoveAllOf(OrgUser user)
    {
        foreach (var (id, _) in _sessions.Where(session => session.Value.User == user))
        {
            _sessions.TryRemove(id, out _);
        }
    }

    /// <summary>The user who is logged in, not expired and not deactivated; null for none.</summary>
    public OrgUser? Find(HttpRequest request) =>
        request.Cookies[CookieName] is { } id
            && _sessions.TryGetValue(id, out var session)
            && now() - session.Start <= options.SessionTimeout
            && session.User is { IsActive: true, IsFrozen: false }
            ? session.User
            : null;
}
