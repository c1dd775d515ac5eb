using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Rest;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.PS.Connections;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Pipeline;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>
/// Signs in with the OAuth 2.0 JWT bearer flow: one request, no browser. The connection becomes the session's default.
/// What is not given comes from the environment: SF_CLIENT_ID, SF_USERNAME, SF_LOGIN_URL, SF_JWT_KEY or SF_JWT_KEY_FILE,
/// SF_JWT_KEY_PASSWORD.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "SfJwt", DefaultParameterSetName = "Environment")]
[OutputType(typeof(SfConnection))]
public sealed class ConnectSfJwtCommand : SfHttpCmdlet
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

    /// <summary>Production or sandbox.</summary>
    [Parameter(HelpMessage = "Production (login.salesforce.com) or Sandbox (test.salesforce.com).")]
    [ValidateSet("Production", "Sandbox")]
    public string? Environment { get; set; }

    /// <summary>The login host.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "Login host: a My Domain such as https://NAME.my.salesforce.com. Left out: SF_LOGIN_URL, then Production.")]
    [Alias("Instance")]
    [ValidateNotNullOrEmpty]
    public string? LoginUrl { get; set; }

    /// <summary>The assertion's audience.</summary>
    [Parameter(HelpMessage = "The assertion's audience (aud). Left out: the login host.")]
    [ValidateNotNullOrEmpty]
    public string? Audience { get; set; }

    /// <summary>The REST API version.</summary>
    [Parameter(HelpMessage = "REST API version of the connection's calls, such as 68.0. Left out: the org's newest.")]
    [ValidateNotNullOrEmpty]
    public string? ApiVersion { get; set; }

    /// <summary>The connection's name.</summary>
    [Parameter(HelpMessage = "Name of the connection, for -Connection. Left out: the username.")]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Hosts to which the token may go besides Salesforce's own.</summary>
    [Parameter(HelpMessage = "Hosts that the token may go to, besides Salesforce's own and the login host.")]
    [ValidateNotNullOrEmpty]
    public string[] AllowedInstanceHost { get; set; } = [];

    private protected override object? ErrorTarget => Name ?? Username;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var loginUrl = ChooseLoginUrl();
        var options = Options();
        var clientId = Choose(ClientId, SignInEnvironment.ClientId, "client id (consumer key)", "-ClientId");
        var username = Choose(Username, SignInEnvironment.Username, "username", "-Username");
        using var key = new KeySource
        {
            Certificate = Certificate,
            Thumbprint = Thumbprint,
            KeyPath = KeyPath is null ? null : FullPath(KeyPath),
            PrivateKey = PrivateKey,
            Password = KeyPassword,
            CertificatePath = CertificatePath is null ? null : FullPath(CertificatePath),
            ResolvePath = FullPath,
        };
        var (privateKey, found) = key.Read();
        var flow = new JwtBearerFlow(clientId, username, privateKey, loginUrl, Audience, found);
        var signingIn = SfSession.SignInAsync(flow, options, HttpObserver.For(this, Pump!), cancellationToken);

        // Read while the request is on its way; no sign-in waits for what is only shown.
        var certificate = flow.Certificate;
        var connection = new SfConnection(Name ?? username, await signingIn, certificate);
        Connections.Add(connection);
        WriteObject(connection);
    }

    private Uri ChooseLoginUrl()
    {
        if (LoginUrl is not null && Environment is not null)
        {
            throw new SfException(
                SfErrorKind.ArgumentConflict,
                "Both -Environment and -LoginUrl were given.",
                "Give one: -Environment for login.salesforce.com or test.salesforce.com, -LoginUrl for any other host.");
        }

        return Environment?.ToUpperInvariant() switch
        {
            "SANDBOX" => Core.OAuth.LoginUrl.Sandbox,
            "PRODUCTION" => Core.OAuth.LoginUrl.Production,
            _ when (LoginUrl ?? SignInEnvironment.Get(SignInEnvironment.LoginUrl)) is { } url => Core.OAuth.LoginUrl.Parse(url),
            _ => Core.OAuth.LoginUrl.Production,
        };
    }

    private static string Choose(string? given, string variable, string what, string parameter)
    {
        var value = given ?? SignInEnvironment.Get(variable);
        return value ?? throw new SfException(
            SfErrorKind.ValueMissing,
            $"No {what} was given.",
            $"Give it with {parameter}, or in the environment variable {variable}.");
    }

    private SfSessionOptions Options()
    {
        var retry = Over(RetryPolicy.Default);
        return new SfSessionOptions
        {
            Http = Over(new HttpSettings()),
            SignIn = new SignInOptions { Timeouts = Over(HttpTimeouts.Login), Retry = retry },
            Timeouts = Over(HttpTimeouts.Default),
            Retry = retry,
            ApiVersion = ApiVersion is null ? null : Core.Rest.ApiVersion.Parse(ApiVersion),
            AllowedInstanceHosts = AllowedInstanceHost,
        };
    }
}
