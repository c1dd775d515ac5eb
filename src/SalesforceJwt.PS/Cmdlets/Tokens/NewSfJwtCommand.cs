using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Connections;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Tokens;

/// <summary>
/// Makes a JWT bearer assertion for use elsewhere, and sends it nowhere. Takes what <c>Connect-SfJwt</c> takes, from the same environment
/// variables.
/// </summary>
[Cmdlet(VerbsCommon.New, "SfJwt", DefaultParameterSetName = "Environment")]
[OutputType(typeof(SfJwt), typeof(string))]
public sealed class NewSfJwtCommand : SfCmdlet
{
    /// <summary>The app's consumer key.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The app's consumer key. Left out: SF_CLIENT_ID.")]
    [Alias("ConsumerKey")]
    public string? ClientId { get; set; }

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
    [NoSecret]
    [ValidateNotNull]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The thumbprint of a certificate in a store.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Thumbprint", HelpMessage = "SHA-1 thumbprint of a certificate in CurrentUser\\My or LocalMachine\\My.")]
    [Parameter(ParameterSetName = "KeyPath", HelpMessage = "Thumbprint of the key's certificate, where the file holds several keys.")]
    [Parameter(ParameterSetName = "PrivateKey", HelpMessage = "Thumbprint of the key's certificate, where the text holds several keys.")]
    [ValidateNotNullOrEmpty]
    public string? Thumbprint { get; set; }

    /// <summary>Opens an encrypted key or a PFX.</summary>
    [Parameter(HelpMessage = "Password of the key or PFX. Left out: SF_JWT_KEY_PASSWORD.")]
    [NoPlainText]
    [ValidateNotNull]
    public SecureString? KeyPassword { get; set; }

    /// <summary>Production or sandbox.</summary>
    [Parameter(HelpMessage = "Production (login.salesforce.com) or Sandbox (test.salesforce.com).")]
    [NoSecret]
    [ValidateSet("Production", "Sandbox")]
    public string? Environment { get; set; }

    /// <summary>A scratch org.</summary>
    [Parameter(HelpMessage = "A scratch org (test.salesforce.com).")]
    public SwitchParameter Scratch { get; set; }

    /// <summary>The login host.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "Login host: a My Domain such as https://NAME.my.salesforce.com. Left out: SF_LOGIN_URL, then Production.")]
    [Alias("Instance")]
    [ValidateNotNullOrEmpty]
    public string? LoginUrl { get; set; }

    /// <summary>The assertion's audience.</summary>
    [Parameter(HelpMessage = "The assertion's audience (aud). Left out: the login host.")]
    [ValidateNotNullOrEmpty]
    public string? Audience { get; set; }

    /// <summary>How long it is valid.</summary>
    [Parameter(HelpMessage = "Seconds until the assertion ends, 30 to 300. Salesforce refuses what ends later than some minutes from now.")]
    [NoSecret]
    [ValidateRange(30, 300)]
    public int ExpiresInSec { get; set; } = 180;

    /// <summary>Gives the bare assertion.</summary>
    [Parameter(HelpMessage = "Gives the assertion as plain text. Whoever sees it can sign in with it until it ends.")]
    public SwitchParameter AsPlainText { get; set; }

    private protected override object? ErrorTarget => Username;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var loginUrl = LoginHost.ChooseOrDefault(LoginUrl, Environment, Scratch);
        var clientId = SignInEnvironment.Choose(ClientId, SignInEnvironment.ClientId, "client id (consumer key)", "-ClientId");
        var username = SignInEnvironment.Choose(Username, SignInEnvironment.Username, "username", "-Username");
        using var key = new KeySource
        {
            Certificate = Certificate,
            PrivateKey = PrivateKey,
            Location = KeySource.Locate(Thumbprint, KeyPath, FullPath),
            Password = KeyPassword,
            PasswordLocation = KeySource.PasswordFromEnvironment(),
            Thumbprint = PrivateKey is null ? null : Thumbprint,
            ReadVault = location => SecretVault.Read(InvokeCommand, location),
        };
        using var flow = new JwtBearerFlow(clientId, username, (await key.ReadAsync(cancellationToken)).Key, loginUrl, Audience);
        var token = flow.CreateAssertion(TimeSpan.FromSeconds(ExpiresInSec), DateTimeOffset.UtcNow);
        WriteObject(AsPlainText ? token : new SfJwt(token));
    }
}
