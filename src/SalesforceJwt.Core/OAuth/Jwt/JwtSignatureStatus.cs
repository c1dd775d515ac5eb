namespace SalesforceJwt.Core.OAuth.Jwt;

/// <summary>The result of verifying a token's signature.</summary>
internal enum JwtSignatureStatus
{
    /// <summary>Not verified: no key was given.</summary>
    NotVerified,

    /// <summary>Made with the given key over exactly this header and these claims.</summary>
    Verified,

    /// <summary>Not made with the given key: do not trust the token.</summary>
    Invalid,
}
