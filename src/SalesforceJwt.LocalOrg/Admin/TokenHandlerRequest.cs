using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>
/// Body of <c>POST /_localorg/token-handlers</c>; see <see cref="TokenHandler"/>. <paramref name="Keys"/> are public keys or certificates
/// in PEM.
/// </summary>
internal sealed record TokenHandlerRequest(
    string Name,
    string[] Apps,
    bool IsEnabled = true,
    bool IsDefault = false,
    SubjectTokenType[]? TokenTypes = null,
    string? Issuer = null,
    string? Audience = null,
    string[]? Keys = null,
    TokenUser[]? Users = null,
    Dictionary<string, string>? OtherTokens = null,
    string? ErrorMessage = null)
{
    /// <exception cref="ArgumentException">A key is not PEM.</exception>
    /// <exception cref="CryptographicException">A key cannot be read.</exception>
    public TokenHandler ToHandler() => new()
    {
        Name = Name,
        Apps = Apps,
        IsEnabled = IsEnabled,
        IsDefault = IsDefault,
        TokenTypes = TokenTypes ?? [SubjectTokenType.Jwt, SubjectTokenType.IdToken],
        Issuer = Issuer,
        Audience = Audience,
        Keys = [.. (Keys ?? []).Select(ReadKey)],
        Users = Users ?? [],
        OtherTokens = OtherTokens ?? [],
        ErrorMessage = ErrorMessage,
    };

    private static RSA ReadKey(string pem)
    {
        if (pem.Contains("CERTIFICATE", StringComparison.Ordinal))
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return certificate.GetRSAPublicKey() ?? throw new ArgumentException("The certificate has no RSA key.");
        }

        var key = RSA.Create();
        key.ImportFromPem(pem);
        return key;
    }
}
