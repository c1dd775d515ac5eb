using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.PS.Connections;
using SalesforceJwt.PS.Signing;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base.Parameters;

/// <summary>The values of a JWT sign-in that the given parameters name.</summary>
internal static class JwtParameters
{
    /// <summary>Decides between the given values, the profile and the environment.</summary>
    /// <param name="given">The cmdlet, on the pipeline thread.</param>
    /// <param name="resolvePath">Makes a path a full one.</param>
    /// <param name="profile">The profile; null for none.</param>
    /// <param name="apiVersion">The REST API version of the connection.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.SignerUnavailable"/>.</exception>
    public static JwtSignInResolver ToResolver<T>(
        this T given, Func<string, string> resolvePath, StoredProfile? profile = null, string? apiVersion = null)
        where T : PSCmdlet, IJwtParameters =>
        new(ToValues(given, given) with { ApiVersion = apiVersion }, profile)
        {
            ResolvePath = resolvePath,
            ReadVault = location => SecretVault.Read(given.InvokeCommand, location),
            FindCommand = command => Signers.OfCommand(command, given),
        };

    private static JwtSignInValues ToValues(IJwtParameters given, PSCmdlet cmdlet) => new()
    {
        LoginUrl = given.GivenLoginUrl,
        ClientId = given.ClientId,
        Username = given.Username,
        Audience = given.Audience,
        KeyPath = given.KeyPath,
        PrivateKey = given.PrivateKey is { } key ? () => Secret.Reveal(key) : null,
        Certificate = given.Certificate,
        Thumbprint = given.Thumbprint,
        CertificatePath = given.CertificatePath,
        Signer = given.SigningKey is { } rsa ? Signers.Of(rsa) : given.Signer is { } code ? Signers.Of(code, cmdlet) : null,
        KeyPassword = given.KeyPassword is { } password ? () => Secret.Reveal(password) : null,
    };
}
