namespace SalesforceJwt.LocalOrg.OAuth.Pages;

/// <summary>The login page. Names and ids of the fields are those of Salesforce's page.</summary>
internal static class LoginPage
{
    public static Task WriteAsync(HttpContext context, string startUrl, string username, string? problem = null)
    {
        var error = problem is null ? Page.Html($"") : Page.Html($"""<p class="error" id="error">{problem}</p>""");
        return Page.WriteAsync(
            context,
            StatusCodes.Status200OK,
            "Log in to the local org",
            Page.Html($"""
                {error}<form id="login_form" method="post" action="/login">{Page.FormToken(context)}
                <input type="hidden" name="startURL" value="{startUrl}">
                <label>Username
                <input type="text" id="username" name="username" value="{username}" autocomplete="username" autofocus></label>
                <label>Password, if you have one <input type="password" id="password" name="pw" autocomplete="current-password"></label>
                <input type="submit" id="Login" name="Login" value="Log In">
                </form>
                """));
    }
}
