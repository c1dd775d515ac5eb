using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>An authorization code, which an app can exchange once.</summary>
internal sealed class AuthorizationCode(
    ConnectedApp app, OrgUser user, string redirectUri, string scope, string? codeChallenge, DateTimeOffset issuedAt)
{
    private bool _isUsed;

    public ConnectedApp App => app;

    public OrgUser User => user;

    public string RedirectUri => redirectUri;

    public string Scope => scope;

    public DateTimeOffset IssuedAt => issuedAt;

    /// <summary>Marks it as used; false if it was used before.</summary>
    public bool TryUse() => !Interlocked.Exchange(ref _isUsed, true);

    /// <summary>
    /// Whether the verifier matches the challenge (RFC 7636, S256); a verifier without a challenge does not match. Salesforce accepts
    /// verifiers longer than the RFC's 128 characters: its own clients send 171.
    /// </summary>
    public bool MatchesVerifier(string verifier) => codeChallenge is null
        ? verifier.Length == 0
        : verifier.Length is >= 43 and <= 256
            && verifier.All(character => char.IsAsciiLetterOrDigit(character) || "-._~".Contains(character, StringComparison.Ordinal))
            && SignInChecks.FixedTimeEquals(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))), codeChallenge);
}
