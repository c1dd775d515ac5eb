using Microsoft.AspNetCore.WebUtilities;
using SalesforceJwt.LocalOrg.OAuth.Pages;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary><c>/login</c>: the login page, which leads back to where it was needed.</summary>
internal sealed class LoginEndpoint(Org org)
{
    private const string Path = "/login";
    private const string StartUrl = "startURL";

    // Salesforce tells nobody at the door which of them it was.
    private const string Refusal =
        "Please check your username and password. If you still can't log in, contact your Salesforce administrator.";

    /// <summary>Sends a browser to the login page, and from there to <paramref name="startUrl"/>.</summary>
    public static void Redirect(HttpContext context, string startUrl, string username = "")
    {
        var url = QueryHelpers.AddQueryString(Path, StartUrl, startUrl);
        context.Response.Redirect(username.Length == 0 ? url : QueryHelpers.AddQueryString(url, "un", username));
    }

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
        if (org.FindUser(username) is not { } user || !MayLogIn(user, form["pw"].ToString()))
        {
            await LoginPage.WriteAsync(context, startUrl, username, Refusal);
            return;
        }

        org.Browsers.Start(context, user, org.Now);
        context.Response.Redirect(IsLocal(startUrl) ? startUrl : "/");
    }

    private static bool MayLogIn(OrgUser user, string password) =>
        user is { IsActive: true, IsFrozen: false, IsIpRestricted: false }
            && (user.Password is null || SignInChecks.FixedTimeEquals(password, user.Password));

    /// <summary>A path of this server: anything else would send a user who has just logged in anywhere.</summary>
    private static bool IsLocal(string url) => url.StartsWith('/') && !url.StartsWith("//", StringComparison.Ordinal) && !url.Contains('\\', StringComparison.Ordinal);
}
