namespace SalesforceJwt.Core.OAuth.Jwt;

/// <summary>How the claims of a token compare with what is expected.</summary>
/// <param name="Issuer">The issuer.</param>
/// <param name="Audience">The audience.</param>
/// <param name="Time">Begin and end.</param>
/// <param name="Problems">What is not as expected.</param>
internal sealed record JwtCheck(JwtCheckStatus Issuer, JwtCheckStatus Audience, JwtCheckStatus Time, IReadOnlyList<string> Problems)
{
    /// <summary>Whether everything was checked, and is as expected.</summary>
    public bool IsComplete =>
        Issuer == JwtCheckStatus.Valid && Audience == JwtCheckStatus.Valid && Time == JwtCheckStatus.Valid;
}
