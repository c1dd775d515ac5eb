using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Diagnostics;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Connections;
using SalesforceJwt.PS.Errors;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base;

/// <summary>
/// A cmdlet that takes all that a JWT sign-in needs. What is not given comes from the profile where one is named, and else from the
/// environment: SF_CLIENT_ID, SF_USERNAME, SF_LOGIN_URL, SF_JWT_KEY or SF_JWT_KEY_FILE, SF_JWT_KEY_PASSWORD. With a profile none of these
/// is heeded, so that the same profile signs in as the same user wherever it runs.
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
    [NoSecret]
    [ValidateNotNull]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The thumbprint of a certificate in a store.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Thumbprint", HelpMessage = "SHA-1 thumbprint of a certificate in CurrentUser\\My or LocalMachine\\My.")]
    [Parameter(ParameterSetName = "KeyPath", HelpMessage = "Thumbprint of the key's certificate, where the file holds several keys.")]
    [Parameter(ParameterSetName = "PrivateKey", HelpMessage = "Thumbprint of the key's certificate, where the text holds several keys.")]
    [ValidateNotNullOrEmpty]
    public string? Thumbprint { get; set; }

    /// <summary>
    /// The name of a saved sign-in. It is in the default set as well, which the engine tries alone with what comes down the pipeline:
    /// a profile's ClientId and Username would bind there, and the profile would not.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "Profile", ValueFromPipelineByPropertyName = true, HelpMessage = "Name of a profile (Save-SfProfile). Other parameters win over it, the variables SF_… do not.")]
    [Parameter(ParameterSetName = "Environment", ValueFromPipelineByPropertyName = true, HelpMessage = "Name of a profile (Save-SfProfile). Other parameters win over it, the variables SF_… do not.")]
    [Parameter(ParameterSetName = "KeyPath", HelpMessage = "Name of a profile (Save-SfProfile). Other parameters win over it, the variables SF_… do not.")]
    [Parameter(ParameterSetName = "PrivateKey", HelpMessage = "Name of a profile (Save-SfProfile). Other parameters win over it, the variables SF_… do not.")]
    [Parameter(ParameterSetName = "Certificate", HelpMessage = "Name of a profile (Save-SfProfile). Other parameters win over it, the variables SF_… do not.")]
    [Parameter(ParameterSetName = "Thumbprint", HelpMessage = "Name of a profile (Save-SfProfile). Other parameters win over it, the variables SF_… do not.")]
    [Alias("ProfileName")]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Profile { get; set; }

    /// <summary>Opens an encrypted key or a PFX.</summary>
    [Parameter(HelpMessage = "Password of the key or PFX. Left out: the profile's, or SF_JWT_KEY_PASSWORD.")]
    [NoPlainText]
    [ValidateNotNull]
    public SecureString? KeyPassword { get; set; }

    /// <summary>The certificate that was uploaded, to check that the key belongs to it.</summary>
    [Parameter(ParameterSetName = "KeyPath", HelpMessage = "The uploaded certificate (.crt), to check the key against. Left out: the .crt beside the key.")]
    [Parameter(ParameterSetName = "PrivateKey", HelpMessage = "The uploaded certificate (.crt), to check the key against.")]
    [Parameter(ParameterSetName = "Environment", HelpMessage = "The uploaded certificate (.crt), to check the key against.")]
    [Parameter(ParameterSetName = "Profile", HelpMessage = "The uploaded certificate (.crt), to check the key against.")]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>The assertion's audience.</summary>
    [Parameter(HelpMessage = "The assertion's audience (aud). Left out: the login host.")]
    [ValidateNotNullOrEmpty]
    public string? Audience { get; set; }

    private protected override object? ErrorTarget => Name ?? Profile ?? Username;

    /// <summary>The sign-in of the given or saved user, key and host.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SfException">Something is missing, contradicts, or is not usable.</exception>
    private protected async Task<JwtSignIn> PrepareAsync(CancellationToken cancellationToken)
    {
        var profile = Profile is null ? null : Profiles.Find(Profile);
        try
        {
            return await PrepareAsync(profile, cancellationToken);
        }
        catch (SfException e) when (profile is not null)
        {
            throw ProfileErrors.In(profile, e);
        }
    }

    /// <summary>The same in its parts, for a diagnosis.</summary>
    /// <exception cref="SfException">There is no such profile.</exception>
    private protected (SignInSubject Subject, SfSessionOptions Options) Subject()
    {
        var profile = Profile is null ? null : Profiles.Find(Profile);
        var subject = new SignInSubject
        {
            LoginUrl = () => ChooseLoginUrl(profile),
            ClientId = () => ChooseClientId(profile),
            Username = () => ChooseUsername(profile),
            ReadKey = async cancellationToken =>
            {
                using var source = Source(profile);
                return await source.ReadAsync(cancellationToken);
            },
            Audience = Audience ?? profile?.Audience,
        };
        return (subject, Options(profile));
    }

    private async Task<JwtSignIn> PrepareAsync(StoredProfile? profile, CancellationToken cancellationToken)
    {
        var options = Options(profile);
        var (loginUrl, clientId, username) = (ChooseLoginUrl(profile), ChooseClientId(profile), ChooseUsername(profile));
        using var source = Source(profile);
        var (key, certificate) = await source.ReadAsync(cancellationToken);
        var flow = new JwtBearerFlow(clientId, username, key, loginUrl, Audience ?? profile?.Audience, certificate);
        return new JwtSignIn(ConnectionStore.Name(Name) ?? profile?.Name ?? flow.Username, flow, options, source.Origin(key));
    }

    private SfSessionOptions Options(StoredProfile? profile)
    {
        var options = Options();
        return options.ApiVersion is null && profile?.ApiVersion is { } version
            ? options with { ApiVersion = Core.Http.ApiVersion.Parse(version) }
            : options;
    }

    private Uri ChooseLoginUrl(StoredProfile? profile) => profile is null
        ? ChooseLoginUrl()
        : LoginHost.Choose(LoginUrl, Environment, Scratch) ?? Core.OAuth.LoginUrl.Parse(profile.LoginUrl ?? throw ProfileErrors.Lacks("login URL", "-LoginUrl"));

    private string ChooseClientId(StoredProfile? profile) => profile is null
        ? Choose(ClientId, SignInEnvironment.ClientId, "client id (consumer key)", "-ClientId")
        : ClientId ?? profile.ClientId ?? throw ProfileErrors.Lacks("client id (consumer key)", "-ClientId");

    private string ChooseUsername(StoredProfile? profile) => profile is null
        ? Choose(Username, SignInEnvironment.Username, "username", "-Username")
        : Username ?? profile.Username ?? throw ProfileErrors.Lacks("username", "-Username");

    private KeySource Source(StoredProfile? profile)
    {
        var isKeyGiven = Certificate is not null || PrivateKey is not null || Thumbprint is not null || KeyPath is not null;
        var fromProfile = profile is not null && !isKeyGiven;
        return new KeySource
        {
            Certificate = Certificate,
            PrivateKey = PrivateKey,
            Location = fromProfile ? profile!.Key ?? throw ProfileErrors.Lacks("place of the private key", "-KeyPath") : KeySource.Locate(Thumbprint, KeyPath, FullPath),
            Password = KeyPassword,
            PasswordLocation = fromProfile ? profile!.KeyPassword : profile is null ? KeySource.PasswordFromEnvironment() : null,
            Thumbprint = PrivateKey is null ? null : Thumbprint,
            CertificatePath = CertificatePath is null ? null : FullPath(CertificatePath),
            ReadVault = location => SecretVault.Read(InvokeCommand, location),
        };
    }
}
