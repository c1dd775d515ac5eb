using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Jwt;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Sessions;

/// <summary>Verifies id tokens and JWT-based access tokens of a session's org with the keys that the org publishes.</summary>
internal static class OrgTokenCheck
{
    /// <summary>Verifies a token's signature.</summary>
    /// <param name="session">The session: the keys of its hosts are fetched, without its token.</param>
    /// <param name="reader">Fetches the keys.</param>
    /// <param name="token">The token. It chooses between the session's own hosts, and names no other.</param>
    /// <exception cref="SfException">The keys cannot be fetched.</exception>
    public static Task<JwtSignature> VerifyAsync(
        SfSession session, PublicJsonReader reader, JwtContent token, PublicKeyCache cache, CancellationToken cancellationToken) =>
        JwtVerifier.VerifyAsync(token, async () =>
        {
            var hosts = Hosts(session);
            var issuer = hosts.FirstOrDefault(host => LoginUrl.ToAudience(host) == token.Issuer) ?? hosts[0];
            var url = await cache.DiscoverAsync(reader, issuer, cancellationToken).ConfigureAwait(false);
            var key = await cache.FindAsync(reader, url, token.KeyId, token.Algorithm, cancellationToken).ConfigureAwait(false);
            return (key, Redaction.Url(url));
        });

    /// <summary>
    /// What a token of the org must say: its issuer is the org's My Domain or the login host. The audience of an access token is the org
    /// as well; that of an id token is the app.
    /// </summary>
    public static JwtExpectation Expect(SfSession session, JwtContent token)
    {
        string[] hosts = [.. Hosts(session).Select(LoginUrl.ToAudience).Distinct()];
        return new JwtExpectation
        {
            Issuers = hosts,
            Audiences = token.IsSalesforceAccessToken ? hosts : session.Client?.ClientId is { } client ? [client] : [],
        };
    }

    private static Uri[] Hosts(SfSession session) => [session.Token.InstanceUrl, session.LoginUrl];
}
