using Microsoft.AspNetCore.WebUtilities;
using SalesforceJwt.LocalOrg.OAuth.Pages;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary><c>/setup/connect</c>: where a user enters the code of a device and allows or denies it.</summary>
internal sealed class ConnectEndpoint(Org org)
{
    private const string ConnectPath = "/setup/connect";
    private const string ConsentPath = ConnectPath + "/allow";
    private const string UserCode = "user_code";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ConnectPath, context => WithUserAsync(context, _ => ConnectPage.WriteAsync(context, CodeInQuery(context))));
        routes.MapPost(ConnectPath, context => WithUserAsync(context, user => EnterCodeAsync(context, user)));
        routes.MapPost(ConsentPath, context => WithUserAsync(context, user => ConsentAsync(context, user)));
    }

    private async Task EnterCodeAsync(HttpContext context, OrgUser user)
    {
        if (await Page.ReadFormAsync(context) is not { } form)
        {
            return;
        }

        var userCode = form[UserCode].ToString();
        if (org.Devices.FindOpen(userCode, org.Now) is not { } device)
        {
            await WriteInvalidCodeAsync(context, userCode);
            return;
        }

        await (device.App.Permits(user)
            ? ConsentPage.WriteAsync(
                context, device.App, user, device.Scope, QueryHelpers.AddQueryString(ConsentPath, UserCode, device.UserCode))
            : Page.WriteErrorAsync(context, "OAUTH_APP_ACCESS_DENIED", "user is not admin approved to access this app"));
    }

    private async Task ConsentAsync(HttpContext context, OrgUser user)
    {
        if (await Page.ReadFormAsync(context) is not { } form)
        {
            return;
        }

        if (org.Devices.FindOpen(CodeInQuery(context), org.Now) is not { } device)
        {
            await WriteInvalidCodeAsync(context, CodeInQuery(context));
            return;
        }

        var isAllowed = ConsentPage.IsAllowed(form);
        device.Answer(isAllowed ? user : null);
        await ConnectPage.WriteResultAsync(context, isAllowed);
    }

    private static Task WriteInvalidCodeAsync(HttpContext context, string userCode) =>
        ConnectPage.WriteAsync(context, userCode, "That code isn't valid, or it has expired. Check it on your device.");

    private static string CodeInQuery(HttpContext context) => context.Request.Query[UserCode].ToString();

    private Task WithUserAsync(HttpContext context, Func<OrgUser, Task> handle)
    {
        if (org.Browsers.Find(context.Request) is { } user)
        {
            return handle(user);
        }

        LoginEndpoint.Redirect(context, ConnectPath + context.Request.QueryString);
        return Task.CompletedTask;
    }
}
