namespace SalesforceJwt.LocalOrg.OAuth.Exchange;

/// <summary>The URNs of token types. Salesforce's documentation has <c>jwt</c> and <c>JWT</c>; case does not count here.</summary>
internal static class SubjectTokenTypes
{
    private const string Prefix = "urn:ietf:params:oauth:token-type:";

    /// <summary>The type of a URN; null if Salesforce does not support it.</summary>
    public static SubjectTokenType? Parse(string urn) => urn.ToUpperInvariant() switch
    {
        var upper when !upper.StartsWith(Prefix.ToUpperInvariant(), StringComparison.Ordinal) => null,
        var upper => upper[Prefix.Length..] switch
        {
            "ACCESS_TOKEN" => SubjectTokenType.AccessToken,
            "REFRESH_TOKEN" => SubjectTokenType.RefreshToken,
            "ID_TOKEN" => SubjectTokenType.IdToken,
            "SAML2" => SubjectTokenType.Saml2,
            "JWT" => SubjectTokenType.Jwt,
            _ => null,
        },
    };
}
