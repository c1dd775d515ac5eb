using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SalesforceJwt.LocalOrg.Audit;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>Issues the tokens of sign-ins that have passed every check.</summary>
internal sealed class TokenIssuer(Org org, Hosts hosts)
{
    private static readonly TimeSpan IdTokenLifetime = TimeSpan.FromMinutes(2);

    /// <summary>An access token with the app's scopes, in the response of the JWT bearer flow, which is not signed.</summary>
    public TokenResponse IssueWithoutSignature(HttpRequest request, ConnectedApp app, OrgUser user) =>
        CreateResponse(request, org.Tokens.Issue(org.Id, hosts.InstanceUrl(request), app, user, app.Scope, refreshToken: null));

    /// <summary>An access token without a refresh token.</summary>
    /// <param name="request">The request, for its host.</param>
    /// <param name="app">The app.</param>
    /// <param name="user">The user.</param>
    /// <param name="scope">The token's scopes.</param>
    /// <param name="refreshToken">The refresh token that is exchanged for it.</param>
    public TokenResponse Issue(HttpRequest request, ConnectedApp app, OrgUser user, string scope, RefreshToken? refreshToken = null)
    {
        refreshToken?.CountUse(org.Now);
        var token = org.Tokens.Issue(org.Id, hosts.InstanceUrl(request), app, user, scope, refreshToken);
        return Identify(request, app, scope, Sign(app, CreateResponse(request, token)));
    }

    /// <summary>
    /// Issues what a user approved: an access token and, with the right scopes, a refresh token and the approval that JWT sign-ins need.
    /// </summary>
    /// <param name="request">The request, for its host.</param>
    /// <param name="app">The app.</param>
    /// <param name="user">The user.</param>
    /// <param name="scope">The scopes the user allowed.</param>
    /// <param name="canTakeRefreshToken">Whether a refresh token may be sent to the recipient of the response.</param>
    public TokenResponse IssueToApproved(HttpRequest request, ConnectedApp app, OrgUser user, string scope, bool canTakeRefreshToken = true)
    {
        if (Scopes.IsLasting(scope))
        {
            app.AddSelfApproval(user.Username, scope);
        }

        if (!Scopes.IsOffline(scope) || !canTakeRefreshToken || !app.Flows.HasFlag(OAuthFlows.RefreshToken))
        {
            return Issue(request, app, user, scope);
        }

        var refreshToken = new RefreshToken(app, user, scope, org.Now);
        var value = org.RefreshTokens.Add(refreshToken, out var ended);
        foreach (var one in ended)
        {
            org.Tokens.RemoveAllOf(one);
        }

        return Issue(request, app, user, scope, refreshToken) with { RefreshToken = value };
    }

    private TokenResponse CreateResponse(HttpRequest request, IssuedToken token)
    {
        token.User.CountSignIn(org.Now);
        org.LoginLog.Add(request, token.User, token.App, LoginStatus.Success);
        return new TokenResponse
        {
            AccessToken = token.Value,
            Scope = token.Scope,
            InstanceUrl = hosts.InstanceUrl(request),
            Id = hosts.IdentityUrl(request, token.User),
        };
    }

    /// <summary>Adds the id token that the scope openid asks for (OpenID Connect Core 1.0, section 2). It lives two minutes.</summary>
    private TokenResponse Identify(HttpRequest request, ConnectedApp app, string scope, TokenResponse response)
    {
        if (!Scopes.Split(scope).Contains("openid"))
        {
            return response;
        }

        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(response.AccessToken));
        return response with
        {
            IdToken = org.SigningKeys.Sign(
                key => new { alg = "RS256", typ = "JWT", kid = key },
                new
                {
                    iss = Hosts.Url(request),
                    aud = app.ConsumerKey,
                    sub = response.Id,
                    iat = org.Now.ToUnixTimeSeconds(),
                    exp = (org.Now + IdTokenLifetime).ToUnixTimeSeconds(),
                    at_hash = Base64Url.EncodeToString(hash.AsSpan(0, hash.Length / 2)),
                }),
        };
    }

    private TokenResponse Sign(ConnectedApp app, TokenResponse response)
    {
        var issuedAt = org.Now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var signature = app.ConsumerSecret is { } secret
            ? Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(response.Id + issuedAt)))
            : null;
        return response with { IssuedAt = issuedAt, Signature = signature };
    }
}
