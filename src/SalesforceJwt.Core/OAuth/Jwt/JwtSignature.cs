namespace SalesforceJwt.Core.OAuth.Jwt;

/// <summary>The result of verifying a token's signature.</summary>
/// <param name="Status">The result.</param>
/// <param name="Reason">Why the signature is not verified; null if it is.</param>
/// <param name="VerifiedBy">The certificate's thumbprint, or the published key; null for a bare key, or if it is not verified.</param>
internal sealed record JwtSignature(JwtSignatureStatus Status, string? Reason, string? VerifiedBy)
{
    /// <summary>The result without a certificate or key.</summary>
    public static JwtSignature NotVerified { get; } =
        new(JwtSignatureStatus.NotVerified, "No certificate or key was given to verify it with.", null);

    /// <summary>The token must not be trusted.</summary>
    public static JwtSignature Invalid(string reason) => new(JwtSignatureStatus.Invalid, reason, null);
}
