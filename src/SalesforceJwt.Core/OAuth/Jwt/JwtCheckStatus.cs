namespace SalesforceJwt.Core.OAuth.Jwt;

/// <summary>The result of comparing a claim of a token with what is expected.</summary>
internal enum JwtCheckStatus
{
    /// <summary>Not checked, since no expected value is known.</summary>
    NotChecked,

    /// <summary>As expected.</summary>
    Valid,

    /// <summary>Not as expected, or missing: do not trust the token.</summary>
    Invalid,
}
