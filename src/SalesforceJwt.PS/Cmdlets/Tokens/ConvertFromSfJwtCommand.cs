using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth.Jwt;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Tokens;

/// <summary>
/// Decodes a JSON Web Token: an assertion, or a JWT-based access token of Salesforce. With a certificate or key it verifies the signature;
/// without one, it reports the signature as not verified.
/// </summary>
[Cmdlet(VerbsData.ConvertFrom, "SfJwt", DefaultParameterSetName = "Decode")]
[OutputType(typeof(SfDecodedJwt))]
public sealed class ConvertFromSfJwtCommand : SfCmdlet
{
    /// <summary>The token.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "The token, with or without 'Bearer' before it.")]
    [Alias("AccessToken", "Assertion")]
    [SecretTransformation]
    [ValidateNotNull]
    public SecureString Token { get; set; } = new();

    /// <summary>The certificate file to verify with.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "CertificatePath",
        HelpMessage = "Certificate file (.crt) to verify the signature with.")]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>The certificate to verify with.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Certificate", HelpMessage = "An X509Certificate2 to verify the signature with.")]
    [NoSecret]
    [ValidateNotNull]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The key file to verify with.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "KeyPath",
        HelpMessage = "Private key file to verify the signature with. It shows whether this key signed the token.")]
    [ValidateNotNullOrEmpty]
    public string? KeyPath { get; set; }

    /// <summary>Opens an encrypted key or a PFX.</summary>
    [Parameter(ParameterSetName = "KeyPath", HelpMessage = "Password of the key or PFX.")]
    [NoPlainText]
    [ValidateNotNull]
    public SecureString? KeyPassword { get; set; }

    /// <summary>Selects a key if there are several.</summary>
    [Parameter(ParameterSetName = "KeyPath", HelpMessage = "Thumbprint of the key's certificate, if the file contains several keys.")]
    [ValidateNotNullOrEmpty]
    public string? Thumbprint { get; set; }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        using var verifier = await CreateVerifierAsync(cancellationToken);
        var text = Secret.Reveal(Token);
        try
        {
            WriteObject(new SfDecodedJwt(JwtReader.Read(text), DateTimeOffset.UtcNow, verifier));
        }
        catch (SfException e) when (e.Kind == SfErrorKind.JwtInvalid)
        {
            WriteError(e, null);
        }
        finally
        {
            Array.Clear(text);
        }
    }

    private async Task<JwtVerifier?> CreateVerifierAsync(CancellationToken cancellationToken)
    {
        if (Certificate is not null)
        {
            return JwtVerifier.Of(Certificate);
        }

        if (CertificatePath is not null)
        {
            var certificatePath = FullPath(CertificatePath);
            using var certificate = await ComputeAsync(() => CertificateReader.FromFile(certificatePath), cancellationToken);
            return JwtVerifier.Of(certificate);
        }

        if (KeyPath is null)
        {
            return null;
        }

        var password = Secret.Reveal(KeyPassword);
        try
        {
            var path = FullPath(KeyPath);
            var choice = new KeyChoice(Thumbprint);
            using var key = await ComputeAsync(() => PrivateKeyReader.FromFile(path, password, choice), cancellationToken);
            return JwtVerifier.Of(key);
        }
        finally
        {
            Array.Clear(password);
        }
    }
}
