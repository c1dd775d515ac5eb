using Microsoft.AspNetCore.Html;

namespace SalesforceJwt.LocalOrg.OAuth.Pages;

/// <summary>The consent page. Ids and names of the buttons are those of Salesforce's page.</summary>
internal static class ConsentPage
{
    private const string AllowButton = "save";

    /// <summary>Shows the page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="app">The app that asks.</param>
    /// <param name="user">The user who is asked.</param>
    /// <param name="scope">The scopes it asks for.</param>
    /// <param name="action">The URL that the form is posted to.</param>
    public static Task WriteAsync(HttpContext context, ConnectedApp app, OrgUser user, string scope, string action)
    {
        var scopes = new HtmlContentBuilder();
        foreach (var one in Scopes.Split(scope))
        {
            scopes.AppendHtml(Page.Html($"<li>{one}</li>"));
        }

        return Page.WriteAsync(
            context,
            StatusCodes.Status200OK,
            "Allow Access?",
            Page.Html($"""
                <p><strong id="app">{app.Name}</strong> is asking for:</p>
                <ul id="scopes">{scopes}</ul>
                <p>You are logged in as <strong id="user">{user.Username}</strong>.</p>
                <form id="editPage" method="post" action="{action}">{Page.FormToken(context)}
                <input type="submit" id="oadeny" name="cancel" value="Deny">
                <input type="submit" id="oaapprove" name="{AllowButton}" value="Allow">
                </form>
                """));
    }

    /// <summary>Whether the user pressed Allow.</summary>
    public static bool IsAllowed(IFormCollection form) => form.ContainsKey(AllowButton);
}
