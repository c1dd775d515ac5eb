namespace SalesforceJwt.Core.OAuth.Jwt;

/// <summary>What is known of a token's signature.</summary>
internal enum JwtSignatureStatus
{
    /// <summary>There was no key to verify it with.</summary>
    NotVerified,

    /// <summary>It was made with the given key over exactly this header and these claims.</summary>
    Verified,

    /// <summary>It was not; nothing in the token is to be believed.</summary>
    Invalid,
}
