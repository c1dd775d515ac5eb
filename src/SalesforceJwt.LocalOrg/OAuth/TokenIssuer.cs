using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>Issues tokens to sign-ins that have passed every check.</summary>
internal sealed class TokenIssuer(Org org, Hosts hosts)
{
    /// <summary>An access token with the app's scopes, and the answer of the JWT bearer flow, which is not signed.</summary>
    public TokenAnswer IssueWithoutSignature(HttpRequest request, ConnectedApp app, OrgUser user) =>
        Answer(request, org.Tokens.Issue(org.Id, app, user, app.Scope, org.Now, refreshToken: null));

    /// <summary>An access token alone.</summary>
    /// <param name="request">The request, for its host.</param>
    /// <param name="app">The app.</param>
    /// <param name="user">The user.</param>
    /// <param name="scope">The token's scopes.</param>
    /// <param name="refreshToken">The refresh token it is got with.</param>
    public TokenAnswer Issue(HttpRequest request, ConnectedApp app, OrgUser user, string scope, RefreshToken? refreshToken = null) =>
        Sign(app, Answer(request, org.Tokens.Issue(org.Id, app, user, scope, org.Now, refreshToken)));

    /// <summary>
    /// What a user's Allow leads to: an access token, and with the right scopes a refresh token and the approval that JWT sign-ins need.
    /// </summary>
    /// <param name="request">The request, for its host.</param>
    /// <param name="app">The app.</param>
    /// <param name="user">The user.</param>
    /// <param name="scope">The scopes the user allowed.</param>
    /// <param name="canTakeRefreshToken">Whether the answer goes where a refresh token may go.</param>
    public TokenAnswer IssueToApproved(HttpRequest request, ConnectedApp app, OrgUser user, string scope, bool canTakeRefreshToken = true)
    {
        if (Scopes.IsLasting(scope))
        {
            app.ApproveBySelf(user.Username, scope);
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

    private TokenAnswer Answer(HttpRequest request, IssuedToken token) => new()
    {
        AccessToken = token.Value,
        Scope = token.Scope,
        InstanceUrl = hosts.InstanceUrl(request),
        Id = $"{Hosts.Url(request)}/id/{org.Id}/{token.User.Id}",
    };

    private TokenAnswer Sign(ConnectedApp app, TokenAnswer answer)
    {
        var issuedAt = org.Now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var signature = app.ConsumerSecret is { } secret
            ? Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(answer.Id + issuedAt)))
            : null;
        return answer with { IssuedAt = issuedAt, Signature = signature };
    }
}
