using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base.Parameters;

/// <summary>The values of a JWT sign-in that the given parameters name.</summary>
internal static class JwtParameters
{
    public static JwtSignInValues ToValues(this IJwtParameters given) => new()
    {
        LoginUrl = given.GivenLoginUrl,
        ClientId = given.ClientId,
        Username = given.Username,
        Audience = given.Audience,
        KeyPath = given.KeyPath,
        PrivateKey = given.PrivateKey is { } key ? () => Secret.Reveal(key) : null,
        Certificate = given.Certificate,
        Thumbprint = given.Thumbprint,
        KeyPassword = given.KeyPassword is { } password ? () => Secret.Reveal(password) : null,
    };
}
