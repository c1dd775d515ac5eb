using Microsoft.AspNetCore.WebUtilities;
using SalesforceJwt.LocalOrg.Audit;
using SalesforceJwt.LocalOrg.OAuth.Pages;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary><c>/login</c>: the login page, which redirects to the page that required it.</summary>
internal sealed class LoginEndpoint(Org org)
{
    private const string Path = "/login";
    private const string StartUrl = "startURL";

    // Salesforce's message does not say whether the username or the password is wrong.
    private const string LoginFailed =
        "Please check your username and password. If you still can't log in, contact your Salesforce administrator.";

    /// <summary>Sends a browser to the login page, and from there to <paramref name="startUrl"/>.</summary>
    public static void Redirect(HttpContext context, string startUrl, string username = "")
    {
        var url = QueryHelpers.AddQueryString(Path, StartUrl, startUrl);
        context.Response.Redirect(username.Length == 0 ? url : QueryHelpers.AddQueryString(url, "un", username));
    }

    /// <summary>Whether the URL is a path of this server: a redirect to anything else would be an open redirect.</summary>
    public static bool IsLocal(string url) =>
        url.StartsWith('/') && !url.StartsWith("//", StringComparison.Ordinal) && !url.Contains('\\', StringComparison.Ordinal);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, context => LoginPage.WriteAsync(
            context, context.Request.Query[StartUrl].ToString(), context.Request.Query["un"].ToString()));
        routes.MapPost(Path, LogInAsync);
    }

    private async Task LogInAsync(HttpContext context)
    {
        if (await Page.ReadFormAsync(context) is not { } form)
        {
            return;
        }

        var (startUrl, username) = (form[StartUrl].ToString(), form["username"].ToString().Trim());
        var user = org.Users.Find(username);
        var status = user is null ? LoginStatus.InvalidPassword : StatusOf(user, form["pw"].ToString());
        if (user is not null)
        {
            org.LoginLog.AddBrowser(context.Request, user, status);
        }

        if (user is null || status != LoginStatus.Success)
        {
            await LoginPage.WriteAsync(context, startUrl, username, LoginFailed);
            return;
        }

        org.Browsers.Start(context, user);
        context.Response.Redirect(IsLocal(startUrl) ? startUrl : "/");
    }

    private static string StatusOf(OrgUser user, string password) =>
        !user.IsActive ? LoginStatus.Inactive
            : user.IsFrozen ? LoginStatus.Frozen
            : user.IsIpRestricted ? LoginStatus.RestrictedIp
            : user.IsPasswordLocked ? LoginStatus.PasswordLockout
            : user.Password is null || SignInChecks.FixedTimeEquals(password, user.Password) ? LoginStatus.Success
            : LoginStatus.InvalidPassword;
}
