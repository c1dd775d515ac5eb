using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth.Jwt;

/// <summary>The issuers and audiences that a token may have. A valid signature alone does not prove them.</summary>
internal sealed record JwtExpectation
{
    // Clocks differ; a minute is what most servers allow for.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    /// <summary>The accepted issuers; empty if none is known.</summary>
    public IReadOnlyList<string> Issuers { get; init; } = [];

    /// <summary>The accepted audiences; empty if none is known.</summary>
    public IReadOnlyList<string> Audiences { get; init; } = [];

    /// <summary>Compares a token with it.</summary>
    /// <param name="token">The token.</param>
    /// <param name="now">The present time.</param>
    public JwtCheck Check(JwtContent token, DateTimeOffset now)
    {
        var problems = new List<string>();
        return new JwtCheck(
            Compare("issuer (iss)", Issuers, token.Issuer is { } issuer ? [issuer] : [], problems),
            Compare("audience (aud)", Audiences, token.Audience, problems),
            CheckTime(token, now, problems),
            problems);
    }

    private static JwtCheckStatus Compare(string what, IReadOnlyList<string> expected, IReadOnlyList<string> found, List<string> problems)
    {
        if (expected.Count == 0)
        {
            return JwtCheckStatus.NotChecked;
        }

        if (expected.Intersect(found, StringComparer.Ordinal).Any())
        {
            return JwtCheckStatus.Valid;
        }

        var content = found.Count == 0 ? "missing" : string.Join(", ", found.Select(SecretText.Quote));
        problems.Add($"The {what} is {content}, and {string.Join(" or ", expected.Select(SecretText.Quote))} was expected.");
        return JwtCheckStatus.Invalid;
    }

    private static JwtCheckStatus CheckTime(JwtContent token, DateTimeOffset now, List<string> problems)
    {
        // Only the present time is moved: those of a token can be the first or the last that there is.
        var problem = token.ExpiresAt is not { } end ? "The token has no expiry (exp)."
            : end <= now - Tolerance ? $"The token has expired: it ended at {end:u}."
            : token.NotBefore > now + Tolerance ? $"The token is not valid yet: it begins at {token.NotBefore:u}."
            : token.IssuedAt > now + Tolerance ? $"The token was issued in the future, at {token.IssuedAt:u}."
            : null;
        if (problem is null)
        {
            return JwtCheckStatus.Valid;
        }

        problems.Add(problem);
        return JwtCheckStatus.Invalid;
    }
}
