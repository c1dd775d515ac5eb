using System.Management.Automation;
using System.Security;
using SalesforceJwt.Core;
using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base;

/// <summary>
/// A cmdlet with all parameters of a JWT sign-in. A missing value comes from the profile, if one is named, else from the environment:
/// SF_CLIENT_ID, SF_USERNAME, SF_LOGIN_URL, SF_JWT_KEY or SF_JWT_KEY_FILE, SF_JWT_KEY_PASSWORD.
/// </summary>
public abstract partial class SfJwtCmdlet : SfConnectCmdlet, IJwtParameters
{
    private const string CertificateHelp = "The uploaded certificate (.crt), to check the key against.";
    private const string VerificationHelp = "The uploaded certificate (.crt): each signature is verified with it before it is sent.";
    private const string ProfileHelp = "Name of a profile (Save-SfProfile). Other parameters win over it, the variables SF_… do not.";

    /// <summary>
    /// The name of a saved sign-in. It is in the default set as well, the only set that the engine tries with pipeline input: the ClientId
    /// and Username of a piped profile would bind there, and its name would not.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "Profile", ValueFromPipelineByPropertyName = true, HelpMessage = ProfileHelp)]
    [Parameter(ParameterSetName = "Environment", ValueFromPipelineByPropertyName = true, HelpMessage = ProfileHelp)]
    [Parameter(ParameterSetName = "KeyPath", HelpMessage = ProfileHelp)]
    [Parameter(ParameterSetName = "PrivateKey", HelpMessage = ProfileHelp)]
    [Parameter(ParameterSetName = "Certificate", HelpMessage = ProfileHelp)]
    [Parameter(ParameterSetName = "Thumbprint", HelpMessage = ProfileHelp)]
    [Parameter(ParameterSetName = "SigningKey", HelpMessage = ProfileHelp)]
    [Parameter(ParameterSetName = "Signer", HelpMessage = ProfileHelp)]
    [Alias("ProfileName")]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Profile { get; set; }

    /// <summary>Opens an encrypted key or a PFX.</summary>
    [Parameter(HelpMessage = "Password of the key or PFX. Default: the profile's, or SF_JWT_KEY_PASSWORD.")]
    [NoPlainText]
    [ValidateNotNull]
    public SecureString? KeyPassword { get; set; }

    /// <summary>The certificate that was uploaded, to check that the key belongs to it.</summary>
    [Parameter(ParameterSetName = "KeyPath", HelpMessage = CertificateHelp + " Default: the .crt beside the key.")]
    [Parameter(ParameterSetName = "PrivateKey", HelpMessage = CertificateHelp)]
    [Parameter(ParameterSetName = "SigningKey", HelpMessage = VerificationHelp)]
    [Parameter(ParameterSetName = "Signer", HelpMessage = VerificationHelp)]
    [Parameter(ParameterSetName = "Environment", HelpMessage = CertificateHelp)]
    [Parameter(ParameterSetName = "Profile", HelpMessage = CertificateHelp)]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    private protected override object? ErrorTarget => Name ?? Profile ?? Username;

    /// <summary>The profile; null if none is named.</summary>
    /// <exception cref="SfException">There is no such profile.</exception>
    private protected StoredProfile? FindProfile()
    {
        if (Profile is null)
        {
            return null;
        }

        var store = Profiles;
        return store.Find(Profile) with { File = store.Path };
    }

    /// <summary>Decides between the given values, the profile and the environment.</summary>
    private protected JwtSignInResolver CreateResolver(StoredProfile? profile) =>
        this.ToResolver(FullPath, profile, ApiVersion);
}
