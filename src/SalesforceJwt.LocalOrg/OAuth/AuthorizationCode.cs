using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>What a browser brings to an app's callback URL, to be exchanged once.</summary>
internal sealed class AuthorizationCode(
    ConnectedApp app, OrgUser user, string redirectUri, string scope, string? codeChallenge, DateTimeOffset issuedAt)
{
    private bool isUsed;

    public ConnectedApp App => app;

    public OrgUser User => user;

    public string RedirectUri => redirectUri;

    public string Scope => scope;

    public DateTimeOffset IssuedAt => issuedAt;

    /// <summary>Marks it as used; false if it was already.</summary>
    public bool TryUse() => !Interlocked.Exchange(ref isUsed, true);

    /// <summary>
    /// Whether the verifier fits the challenge (RFC 7636, S256). A verifier without a challenge does not fit either. Salesforce takes
    /// verifiers beyond the RFC's 128 characters: its own clients send 171.
    /// </summary>
    public bool IsProvenBy(string verifier) => codeChallenge is null
        ? verifier.Length == 0
        : verifier.Length is >= 43 and <= 256
            && verifier.All(character => char.IsAsciiLetterOrDigit(character) || "-._~".Contains(character, StringComparison.Ordinal))
            && SignInChecks.FixedTimeEquals(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))), codeChallenge);
}
