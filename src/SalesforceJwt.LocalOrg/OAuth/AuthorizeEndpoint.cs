using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using SalesforceJwt.LocalOrg.OAuth.Pages;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>
/// <c>/services/oauth2/authorize</c>: sends a browser to the login page, asks the user, and sends it on to the app's callback URL with a code
/// (web server flow) or a token (user-agent flow).
/// </summary>
internal sealed class AuthorizeEndpoint(Org org, SignInChecks checks, TokenIssuer issuer)
{
    private const string AskPath = "/services/oauth2/authorize";

    // Where Salesforce's page posts to, with the query of the request that it asks about.
    private const string AnswerPath = "/setup/secur/RemoteAccessAuthorizationPage.apexp";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(AskPath, context => HandleAsync(context, AskAsync));
        routes.MapPost(AnswerPath, context => HandleAsync(context, AnswerAsync));
    }

    /// <summary>Sends an error to the app if that is safe, and shows it to the user otherwise.</summary>
    private async Task HandleAsync(HttpContext context, Func<HttpContext, AuthorizationRequest, Task> handle)
    {
        AuthorizationRequest request;
        try
        {
            request = AuthorizationRequest.Read(context.Request, checks);
        }
        catch (OAuthException error)
        {
            await Page.WriteErrorAsync(context, error.Error, error.Description);
            return;
        }

        try
        {
            request.Verify();
            await handle(context, request);
        }
        catch (OAuthException error)
        {
            context.Response.Redirect(request.Callback(new("error", error.Error), new("error_description", error.Description)));
        }
    }

    private async Task AskAsync(HttpContext context, AuthorizationRequest request)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            throw new OAuthException("invalid_request", "must use HTTP GET");
        }

        if (FindUser(context) is not { } user || request.HasPrompt("login"))
        {
            LoginEndpoint.Redirect(context, AskPath + WithoutLoginPrompt(context.Request), request.LoginHint);
            return;
        }

        Verify(request.App, user);
        if (request.App.IsApprovedBy(user.Username, request.Scope) && !request.HasPrompt("consent"))
        {
            Finish(context, request, user);
            return;
        }

        await AllowPage.WriteAsync(context, request.App, user, request.Scope, AnswerPath + context.Request.QueryString);
    }

    private async Task AnswerAsync(HttpContext context, AuthorizationRequest request)
    {
        if (await Page.ReadFormAsync(context) is not { } form)
        {
            return;
        }

        if (FindUser(context) is not { } user)
        {
            LoginEndpoint.Redirect(context, AskPath + WithoutLoginPrompt(context.Request), request.LoginHint);
            return;
        }

        if (!AllowPage.IsAllowed(form))
        {
            throw new OAuthException("access_denied", "end-user denied authorization");
        }

        Verify(request.App, user);
        Finish(context, request, user);
    }

    private void Finish(HttpContext context, AuthorizationRequest request, OrgUser user)
    {
        if (!request.IsForToken)
        {
            var code = org.Codes.Add(
                new AuthorizationCode(request.App, user, request.RedirectUri, request.Scope, request.CodeChallenge, org.Now));
            context.Response.Redirect(request.Callback(new KeyValuePair<string, string?>("code", code)));
            return;
        }

        checks.CountLogin(user);
        var answer = issuer.IssueToApproved(context.Request, request.App, user, request.Scope, request.CanTakeRefreshToken);
        context.Response.Redirect(request.Callback(
            new("access_token", answer.AccessToken),
            new("refresh_token", answer.RefreshToken),
            new("instance_url", answer.InstanceUrl),
            new("id", answer.Id),
            new("issued_at", answer.IssuedAt),
            new("signature", answer.Signature),
            new("scope", answer.Scope),
            new("token_type", answer.TokenType)));
    }

    /// <summary>Like the token endpoint's checks, but the browser is told of a policy in other words.</summary>
    private static void Verify(ConnectedApp app, OrgUser user)
    {
        if (!app.IsOpenTo(user.Username))
        {
            throw new OAuthException("OAUTH_APP_ACCESS_DENIED", "user is not admin approved to access this app");
        }

        SignInChecks.VerifyState(user);
        SignInChecks.VerifyAddress(app, user);
    }

    private OrgUser? FindUser(HttpContext context) => org.Browsers.Find(context.Request, org.Now, org.SessionTimeout);

    /// <summary>The query to come back with after the login: asking for one again would never end.</summary>
    private static string WithoutLoginPrompt(HttpRequest request)
    {
        var query = new QueryBuilder();
        foreach (var (name, values) in QueryHelpers.ParseQuery(request.QueryString.Value))
        {
            query.Add(name, name == "prompt" ? string.Join(' ', values.ToString().Split(' ').Except(["login"])) : values.ToString());
        }

        return query.ToString();
    }
}
