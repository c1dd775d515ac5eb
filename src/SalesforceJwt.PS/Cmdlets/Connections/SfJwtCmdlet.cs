using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.PS.Connections;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>
/// A cmdlet that takes all that a JWT sign-in needs. What is not given comes from the environment: SF_CLIENT_ID, SF_USERNAME,
/// SF_LOGIN_URL, SF_JWT_KEY or SF_JWT_KEY_FILE, SF_JWT_KEY_PASSWORD.
/// </summary>
public abstract class SfJwtCmdlet : SfLoginCmdlet
{
    /// <summary>The Salesforce user.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, HelpMessage = "The Salesforce username. Left out: SF_USERNAME.")]
    public string? Username { get; set; }

    /// <summary>The private key's file.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "KeyPath", ValueFromPipelineByPropertyName = true, HelpMessage = "Private key file: PEM, PFX or DER. Left out: SF_JWT_KEY or SF_JWT_KEY_FILE.")]
    [Alias("PSPath", "KeyFile", "JwtKeyFile")]
    [ValidateNotNullOrEmpty]
    public string? KeyPath { get; set; }

    /// <summary>The private key itself.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "PrivateKey", HelpMessage = "The private key as text: a PEM (also with its newlines mangled), or base64 of a key file.")]
    [SecretTransformation]
    [ValidateNotNull]
    public SecureString? PrivateKey { get; set; }

    /// <summary>A certificate with its private key.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Certificate", HelpMessage = "An X509Certificate2 with its private key.")]
    [ValidateNotNull]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The thumbprint of a certificate in a store.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Thumbprint", HelpMessage = "SHA-1 thumbprint of a certificate in CurrentUser\\My or LocalMachine\\My.")]
    [ValidateNotNullOrEmpty]
    public string? Thumbprint { get; set; }

    /// <summary>Opens an encrypted key or a PFX.</summary>
    [Parameter(HelpMessage = "Password of the key or PFX. Left out: SF_JWT_KEY_PASSWORD.")]
    [ValidateNotNull]
    public SecureString? KeyPassword { get; set; }

    /// <summary>The certificate that was uploaded, to check that the key belongs to it.</summary>
    [Parameter(ParameterSetName = "KeyPath", HelpMessage = "The uploaded certificate (.crt), to check the key against. Left out: the .crt beside the key.")]
    [Parameter(ParameterSetName = "PrivateKey", HelpMessage = "The uploaded certificate (.crt), to check the key against.")]
    [Parameter(ParameterSetName = "Environment", HelpMessage = "The uploaded certificate (.crt), to check the key against.")]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>The assertion's audience.</summary>
    [Parameter(HelpMessage = "The assertion's audience (aud). Left out: the login host.")]
    [ValidateNotNullOrEmpty]
    public string? Audience { get; set; }

    private protected override object? ErrorTarget => Name ?? Username;

    /// <summary>The flow of the given user, key and host; whoever asks disposes it.</summary>
    /// <exception cref="SfException">Something is missing, contradicts, or is not usable.</exception>
    private protected JwtBearerFlow CreateFlow()
    {
        var loginUrl = ChooseLoginUrl();
        var clientId = Choose(ClientId, SignInEnvironment.ClientId, "client id (consumer key)", "-ClientId");
        var username = Choose(Username, SignInEnvironment.Username, "username", "-Username");
        using var key = Key();
        var (privateKey, found) = key.Read();
        return new JwtBearerFlow(clientId, username, privateKey, loginUrl, Audience, found);
    }

    /// <summary>Where the key comes from.</summary>
    private protected KeySource Key() => new()
    {
        Certificate = Certificate,
        Thumbprint = Thumbprint,
        KeyPath = KeyPath is null ? null : FullPath(KeyPath),
        PrivateKey = PrivateKey,
        Password = KeyPassword,
        CertificatePath = CertificatePath is null ? null : FullPath(CertificatePath),
        ResolvePath = FullPath,
    };
}
