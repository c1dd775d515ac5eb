namespace SalesforceJwt.LocalOrg;

/// <summary>The types of tokens that can be exchanged.</summary>
public enum SubjectTokenType
{
    /// <summary>A JSON Web Token.</summary>
    Jwt,

    /// <summary>An ID token of OpenID Connect, which is a JSON Web Token.</summary>
    IdToken,

    /// <summary>An access token of the other issuer.</summary>
    AccessToken,

    /// <summary>A refresh token of the other issuer.</summary>
    RefreshToken,

    /// <summary>A SAML 2.0 assertion.</summary>
    Saml2,
}
