using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.OAuth.Pages;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>
/// <c>/services/oauth2/singleaccess</c> (UI Bridge API): exchanges an access token for a URL that logs a browser in, once and for a minute.
/// </summary>
internal sealed class SingleAccessEndpoint(Org org, Hosts hosts)
{
    private const string Frontdoor = "/secur/frontdoor.jsp";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post];
    private readonly ConcurrentDictionary<string, Access> _passwords = new(StringComparer.Ordinal);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/services/oauth2/singleaccess", Methods, ExchangeAsync);
        routes.MapGet(Frontdoor, OpenAsync);
    }

    private async Task ExchangeAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
        string Field(string name) => form?[name] is { Count: > 0 } value ? value.ToString() : context.Request.Query[name].ToString();
        var token = RestMiddleware.Bearer(context.Request) ?? Field("access_token");
        if (org.Tokens.Use(token) is not { } session)
        {
            await IdentityEndpoints.WriteErrorAsync(context, token.Length == 0 ? "Missing_OAuth_Token" : "Bad_OAuth_Token");
            return;
        }

        if (!Scopes.Cover(session.Scope, "web"))
        {
            throw new OAuthException("invalid_scope", "the access token needs the scope web", StatusCodes.Status403Forbidden);
        }

        var startUrl = WithSlash(Field("redirect_uri"));
        if (startUrl.Length > 0 && !LoginEndpoint.IsLocal(startUrl))
        {
            throw new OAuthException("invalid_request", "redirect_uri must be a relative URL");
        }

        var password = RandomNumberGenerator.GetHexString(64);
        _passwords[password] = new Access(session.User, startUrl, org.Now);
        var url = QueryHelpers.AddQueryString(hosts.InstanceUrl(context.Request) + Frontdoor, "otp", password);
        await Json.WriteAsync(context, StatusCodes.Status200OK, new SingleAccess(
            startUrl.Length == 0 ? url : QueryHelpers.AddQueryString(url, "startURL", startUrl)));
    }

    /// <summary>Logs a browser in. The URL in the request is not used: it was checked when the password was issued.</summary>
    private Task OpenAsync(HttpContext context)
    {
        if (!_passwords.TryRemove(context.Request.Query["otp"].ToString(), out var access)
            || org.Now - access.IssuedAt > Lifetime
            || access.User is not { IsActive: true, IsFrozen: false })
        {
            return Page.WriteErrorAsync(context, "invalid_grant", "this link was used before, or has expired");
        }

        org.Browsers.Start(context, access.User);
        context.Response.Redirect(access.StartUrl.Length == 0 ? "/" : access.StartUrl);
        return Task.CompletedTask;
    }

    /// <summary>A path with its first slash, which sf leaves out; a text with a scheme is not changed.</summary>
    private static string WithSlash(string url)
    {
        var segment = url.Split('/', '?', '#')[0];
        return segment.Length == 0 || segment.Contains(':', StringComparison.Ordinal) ? url : $"/{url}";
    }

    private sealed record Access(OrgUser User, string StartUrl, DateTimeOffset IssuedAt);

    private sealed record SingleAccess([property: JsonPropertyName("frontdoor_uri")] string FrontdoorUri);
}
