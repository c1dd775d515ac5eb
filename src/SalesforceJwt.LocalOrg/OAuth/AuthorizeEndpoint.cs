using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using SalesforceJwt.LocalOrg.Audit;
using SalesforceJwt.LocalOrg.OAuth.Pages;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>
/// <c>/services/oauth2/authorize</c>: redirects a browser to the login page, shows the consent page, and redirects to the app's callback
/// URL with a code (web server flow) or a token (user-agent flow).
/// </summary>
internal sealed class AuthorizeEndpoint(Org org, SignInChecks checks, TokenIssuer issuer)
{
    private const string AuthorizePath = "/services/oauth2/authorize";

    // Salesforce's consent page posts to this path, with the query of the authorization request.
    private const string ConsentPath = "/setup/secur/RemoteAccessAuthorizationPage.apexp";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(AuthorizePath, context => HandleAsync(context, AuthorizeAsync));
        routes.MapPost(ConsentPath, context => HandleAsync(context, ConsentAsync));
    }

    /// <summary>Sends errors to the app if that is safe, otherwise shows them to the user.</summary>
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
            org.LoginLog.AddFailure(context.Request, error);
            context.Response.Redirect(request.Callback(new("error", error.Error), new("error_description", error.Description)));
        }
    }

    private async Task AuthorizeAsync(HttpContext context, AuthorizationRequest request)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            throw new OAuthException("invalid_request", "must use HTTP GET");
        }

        if (FindUser(context) is not { } user || request.HasPrompt("login"))
        {
            LoginEndpoint.Redirect(context, AuthorizePath + WithoutLoginPrompt(context.Request), request.LoginHint);
            return;
        }

        Verify(request.App, user);
        if (request.App.IsApprovedBy(user, request.Scope) && !request.HasPrompt("consent"))
        {
            Finish(context, request, user);
            return;
        }

        await ConsentPage.WriteAsync(context, request.App, user, request.Scope, ConsentPath + context.Request.QueryString);
    }

    private async Task ConsentAsync(HttpContext context, AuthorizationRequest request)
    {
        if (await Page.ReadFormAsync(context) is not { } form)
        {
            return;
        }

        if (FindUser(context) is not { } user)
        {
            LoginEndpoint.Redirect(context, AuthorizePath + WithoutLoginPrompt(context.Request), request.LoginHint);
            return;
        }

        if (!ConsentPage.IsAllowed(form))
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

    /// <summary>Like the checks of the token endpoint, but with another error for the policy.</summary>
    private static void Verify(ConnectedApp app, OrgUser user)
    {
        if (!app.Permits(user))
        {
            throw new OAuthException("OAUTH_APP_ACCESS_DENIED", "user is not admin approved to access this app")
                .For(user, LoginStatus.NotApproved);
        }

        SignInChecks.VerifyState(user);
        SignInChecks.VerifyAddress(app, user);
    }

    private OrgUser? FindUser(HttpContext context) => org.Browsers.Find(context.Request);

    /// <summary>The query after the login, without <c>prompt=login</c>, which would loop.</summary>
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
