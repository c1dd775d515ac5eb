namespace SalesforceJwt.LocalOrg.OAuth.Pages;

/// <summary>The page to enter a device's user code, and the page with the result.</summary>
internal static class ConnectPage
{
    public static Task WriteAsync(HttpContext context, string userCode, string? problem = null)
    {
        var error = problem is null ? Page.Html($"") : Page.Html($"""<p class="error" id="error">{problem}</p>""");
        return Page.WriteAsync(
            context,
            StatusCodes.Status200OK,
            "Connect your device",
            Page.Html($"""
                {error}<form id="connect_form" method="post" action="/setup/connect">{Page.FormToken(context)}
                <label>Code <input type="text" id="user_code" name="user_code" value="{userCode}" autocomplete="off" autofocus></label>
                <input type="submit" id="connect" name="connect" value="Connect">
                </form>
                """));
    }

    public static Task WriteResultAsync(HttpContext context, bool isAllowed) => Page.WriteAsync(
        context,
        StatusCodes.Status200OK,
        isAllowed ? "You're connected" : "Access denied",
        Page.Html(
            $"""<p id="result">{(isAllowed ? "The device has access now. You can close this page." : "The device got no access.")}</p>"""));
}
