using System.Management.Automation;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base.Parameters;

/// <summary>The user, the private key and the audience of a JWT sign-in.</summary>
internal interface IJwtParameters : ILoginParameters
{
    /// <summary>The Salesforce user.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, HelpMessage = "The Salesforce username. Default: SF_USERNAME.")]
    string? Username { get; set; }

    /// <summary>The private key's file.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "KeyPath",
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Private key file: PEM, PFX or DER. Default: SF_JWT_KEY or SF_JWT_KEY_FILE.")]
    [Alias("PSPath", "KeyFile", "JwtKeyFile")]
    [ValidateNotNullOrEmpty]
    string? KeyPath { get; set; }

    /// <summary>The private key itself.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "PrivateKey",
        HelpMessage = "The private key as text: a PEM (also with its newlines mangled), or base64 of a key file.")]
    [SecretTransformation]
    [ValidateNotNull]
    SecureString? PrivateKey { get; set; }

    /// <summary>A certificate with its private key.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Certificate", HelpMessage = "An X509Certificate2 with its private key.")]
    [NoSecret]
    [ValidateNotNull]
    X509Certificate2? Certificate { get; set; }

    /// <summary>An RSA object that signs.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "SigningKey",
        HelpMessage = "An RSA object that signs: of a key vault, a smart card, a TPM. Nothing private is read of it.")]
    [NoSecret]
    [ValidateNotNull]
    RSA? SigningKey { get; set; }

    /// <summary>A script block that signs.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "Signer",
        HelpMessage = "A script block that gets -Digest (SHA-256) and -Data, and returns the signature: bytes, base64 or base64url.")]
    [NoSecret]
    [ValidateNotNull]
    ScriptBlock? Signer { get; set; }

    /// <summary>The certificate that was uploaded, to check that the key belongs to it.</summary>
    [Parameter(
        ParameterSetName = "KeyPath",
        HelpMessage = "The uploaded certificate (.crt), to check the key against. Default: the .crt beside the key.")]
    [Parameter(ParameterSetName = "PrivateKey", HelpMessage = "The uploaded certificate (.crt), to check the key against.")]
    [Parameter(ParameterSetName = "SigningKey", HelpMessage = "The uploaded certificate (.crt): each signature is verified with it.")]
    [Parameter(ParameterSetName = "Signer", HelpMessage = "The uploaded certificate (.crt): each signature is verified with it.")]
    [Parameter(ParameterSetName = "Environment", HelpMessage = "The uploaded certificate (.crt), to check the key against.")]
    [ValidateNotNullOrEmpty]
    string? CertificatePath { get; set; }

    /// <summary>The thumbprint of a certificate in a store.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "Thumbprint",
        HelpMessage = "SHA-1 thumbprint of a certificate in CurrentUser\\My or LocalMachine\\My.")]
    [Parameter(ParameterSetName = "KeyPath", HelpMessage = "Thumbprint of the key's certificate, if the file contains several keys.")]
    [Parameter(ParameterSetName = "PrivateKey", HelpMessage = "Thumbprint of the key's certificate, if the text contains several keys.")]
    [ValidateNotNullOrEmpty]
    string? Thumbprint { get; set; }

    /// <summary>Opens an encrypted key or a PFX.</summary>
    [Parameter(HelpMessage = "Password of the key or PFX. Default: SF_JWT_KEY_PASSWORD.")]
    [NoPlainText]
    [ValidateNotNull]
    SecureString? KeyPassword { get; set; }

    /// <summary>The assertion's audience.</summary>
    [Parameter(HelpMessage = "The assertion's audience (aud). Default: the login host.")]
    [ValidateNotNullOrEmpty]
    string? Audience { get; set; }
}
