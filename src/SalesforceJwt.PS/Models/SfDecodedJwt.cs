using SalesforceJwt.Core.OAuth.Jwt;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Models;

/// <summary>
/// The content of a JSON Web Token (RFC 7519), without the token itself. Trust it only if <see cref="IsValid"/> is true. Not in Model,
/// since header and claims are PowerShell objects.
/// </summary>
public sealed class SfDecodedJwt
{
    internal SfDecodedJwt(JwtContent token, DateTimeOffset now, JwtSignature signature, JwtCheck check)
    {
        Algorithm = token.Algorithm;
        KeyId = token.KeyId;
        Type = token.Type;
        Id = token.Id;
        Issuer = token.Issuer;
        Subject = token.Subject;
        Audience = new(token.Audience);
        IssuedAt = token.IssuedAt;
        NotBefore = token.NotBefore;
        ExpiresAt = token.ExpiresAt;
        ExpiryUnit = token.ExpiresAt is null ? null : token.IsExpiryInMilliseconds ? "Milliseconds" : "Seconds";
        IsExpired = token.ExpiresAt is { } end && end <= now;
        Header = JsonReader.ReadWhole(token.Header, "the token's header");
        Claims = JsonReader.ReadWhole(token.Claims, "the token's claims");
        SignatureStatus = signature.Status.ToString();
        SignatureReason = signature.Reason;
        VerifiedBy = signature.VerifiedBy;
        IssuerStatus = check.Issuer.ToString();
        AudienceStatus = check.Audience.ToString();
        TimeStatus = check.Time.ToString();
        Problems = new(check.Problems);
        IsValid = signature.Status == JwtSignatureStatus.Verified && check.IsComplete;
    }

    /// <summary>The signature algorithm (<c>alg</c>); RS256 in all tokens that Salesforce accepts and issues.</summary>
    public string? Algorithm { get; }

    /// <summary>Which key signed it (<c>kid</c>), as the issuer names it.</summary>
    public string? KeyId { get; }

    /// <summary>Its type (<c>typ</c>).</summary>
    public string? Type { get; }

    /// <summary>Its own id (<c>jti</c>).</summary>
    public string? Id { get; }

    /// <summary>Its issuer (<c>iss</c>): the consumer key, in an assertion.</summary>
    public string? Issuer { get; }

    /// <summary>Its subject (<c>sub</c>, else <c>prn</c>): the username, in an assertion.</summary>
    public string? Subject { get; }

    /// <summary>Its audience (<c>aud</c>).</summary>
    public SfList<string> Audience { get; }

    /// <summary>When it was issued (<c>iat</c>), UTC.</summary>
    public DateTimeOffset? IssuedAt { get; }

    /// <summary>From when it is valid (<c>nbf</c>), UTC.</summary>
    public DateTimeOffset? NotBefore { get; }

    /// <summary>Until when it is valid (<c>exp</c>), UTC.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>
    /// The unit of <c>exp</c>: Seconds, as RFC 7519 requires, or Milliseconds, as the sf CLI writes it. Salesforce accepts both.
    /// </summary>
    public string? ExpiryUnit { get; }

    /// <summary>Whether <c>exp</c> has passed, by this machine's clock.</summary>
    public bool IsExpired { get; }

    /// <summary>The whole header.</summary>
    public object Header { get; }

    /// <summary>All claims.</summary>
    public object Claims { get; }

    /// <summary>NotVerified, Verified or Invalid.</summary>
    public string SignatureStatus { get; }

    /// <summary>Why the signature is not verified or invalid; empty where it is verified.</summary>
    public string? SignatureReason { get; }

    /// <summary>
    /// SHA-1 thumbprint of the certificate that verified it, or id and place of the published key; empty where a bare key did, or none.
    /// </summary>
    public string? VerifiedBy { get; }

    /// <summary>Whether the issuer is the expected one: Valid, Invalid, or NotChecked if nothing says which one is expected.</summary>
    public string IssuerStatus { get; }

    /// <summary>Whether the audience is the expected one: Valid, Invalid or NotChecked.</summary>
    public string AudienceStatus { get; }

    /// <summary>Whether it is valid now, give or take a minute: Valid or Invalid.</summary>
    public string TimeStatus { get; }

    /// <summary>What is wrong with issuer, audience and times.</summary>
    public SfList<string> Problems { get; }

    /// <summary>Whether the signature is verified, and issuer, audience and time are all Valid.</summary>
    public bool IsValid { get; }

    /// <summary>Subject, issuer and the signature's status.</summary>
    public override string ToString() => $"{Subject} by {Issuer} ({SignatureStatus})";
}
