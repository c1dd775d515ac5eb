using Microsoft.AspNetCore.WebUtilities;
using SalesforceJwt.LocalOrg.OAuth.Pages;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary><c>/setup/connect</c>: where a user types the code of a device and lets it in or not.</summary>
internal sealed class ConnectEndpoint(Org org)
{
    private const string AskPath = "/setup/connect";
    private const string AnswerPath = AskPath + "/allow";
    private const string UserCode = "user_code";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(AskPath, context => WithUserAsync(context, _ => ConnectPage.WriteAsync(context, Queried(context))));
        routes.MapPost(AskPath, context => WithUserAsync(context, user => AskAsync(context, user)));
        routes.MapPost(AnswerPath, context => WithUserAsync(context, user => AnswerAsync(context, user)));
    }

    private async Task AskAsync(HttpContext context, OrgUser user)
    {
        if (await Page.ReadFormAsync(context) is not { } form)
        {
            return;
        }

        var userCode = form[UserCode].ToString();
        if (org.Devices.FindOpen(userCode, org.Now) is not { } device)
        {
            await RefuseCodeAsync(context, userCode);
            return;
        }

        await (device.App.IsOpenTo(user.Username)
            ? AllowPage.WriteAsync(context, device.App, user, device.Scope, QueryHelpers.AddQueryString(AnswerPath, UserCode, device.UserCode))
            : Page.WriteErrorAsync(context, "OAUTH_APP_ACCESS_DENIED", "user is not admin approved to access this app"));
    }

    private async Task AnswerAsync(HttpContext context, OrgUser user)
    {
        if (await Page.ReadFormAsync(context) is not { } form)
        {
            return;
        }

        if (org.Devices.FindOpen(Queried(context), org.Now) is not { } device)
        {
            await RefuseCodeAsync(context, Queried(context));
            return;
        }

        var isAllowed = AllowPage.IsAllowed(form);
        device.Answer(isAllowed ? user : null);
        await ConnectPage.WriteResultAsync(context, isAllowed);
    }

    private static Task RefuseCodeAsync(HttpContext context, string userCode) =>
        ConnectPage.WriteAsync(context, userCode, "That code isn't valid, or it has expired. Check it on your device.");

    private static string Queried(HttpContext context) => context.Request.Query[UserCode].ToString();

    private Task WithUserAsync(HttpContext context, Func<OrgUser, Task> handle)
    {
        if (org.Browsers.Find(context.Request, org.Now, org.SessionTimeout) is { } user)
        {
            return handle(user);
        }

        LoginEndpoint.Redirect(context, AskPath + context.Request.QueryString);
        return Task.CompletedTask;
    }
}
