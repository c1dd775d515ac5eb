using System.Management.Automation;
using System.Security;
using System.Security.Cryptography;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Signing;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Certificates;

/// <summary>
/// Creates an RSA key and a self-signed certificate for a Salesforce app: <c>NAME.crt</c> to upload, <c>NAME.key</c> to sign in with,
/// and <c>NAME.pfx</c> if a password is given. All files are written, or none. For a key that is elsewhere, its signer signs the
/// certificate, and <c>NAME.crt</c> is all that is written.
/// </summary>
[Cmdlet(
    VerbsCommon.New,
    "SfCertificate",
    DefaultParameterSetName = "NewKey",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SfCertificate))]
public sealed class NewSfCertificateCommand : SfCmdlet
{
    /// <summary>The folder for the files; it must exist.</summary>
    [Parameter(
        Position = 0,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Folder for the files; it must exist. Default: the current folder.")]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>Base of the file names.</summary>
    [Parameter(Position = 1, HelpMessage = "Base of the file names: NAME.crt, NAME.key, NAME.pfx.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "salesforce";

    /// <summary>The certificate's distinguished name, or a plain common name.</summary>
    [Parameter(HelpMessage = "Distinguished name such as 'CN=ci-deploy, O=Example', or a plain name. Default: CN=NAME.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string? Subject { get; set; }

    /// <summary>RSA key size in bits.</summary>
    [Parameter(ParameterSetName = "NewKey", HelpMessage = "RSA key size in bits: 2048, 3072 or 4096.")]
    [NoSecret]
    [ValidateSet("2048", "3072", "4096")]
    public int KeySize { get; set; } = CertificateRequestOptions.DefaultKeySize;

    /// <summary>Days until the certificate ends.</summary>
    [Parameter(HelpMessage = "Days until the certificate ends.")]
    [NoSecret]
    [ValidateRange(1, 3650)]
    public int ValidDays { get; set; } = CertificateRequestOptions.DefaultValidDays;

    /// <summary>Encrypts the key, and adds a PFX.</summary>
    [Parameter(ParameterSetName = "NewKey", HelpMessage = "Encrypts the key file and adds a PFX file.")]
    [NoPlainText]
    [ValidateNotNull]
    public SecureString? Password { get; set; }

    /// <summary>An RSA object that signs.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "SigningKey",
        HelpMessage = "An RSA object that signs: of a key vault, a smart card, a TPM. Nothing private is read of it.")]
    [NoSecret]
    [ValidateNotNull]
    public RSA? SigningKey { get; set; }

    /// <summary>A script block that signs.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "Signer",
        HelpMessage = "A script block that gets -Digest (SHA-256) and -Data, and returns the signature: bytes, base64 or base64url.")]
    [NoSecret]
    [ValidateNotNull]
    public ScriptBlock? Signer { get; set; }

    /// <summary>The public half of the key with which -Signer signs.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "Signer",
        HelpMessage = "Public key of the signer: PEM, base64 of its DER, or a JSON Web Key.")]
    [ValidateNotNullOrEmpty]
    public string? PublicKey { get; set; }

    /// <summary>Overwrites existing files.</summary>
    [Parameter(HelpMessage = "Overwrites existing files.")]
    public SwitchParameter Force { get; set; }

    private protected override object? ErrorTarget => Name;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (Name.IndexOfAny(System.IO.Path.GetInvalidFileNameChars()) >= 0)
        {
            throw new SfException(
                SfErrorKind.FileAccessFailed,
                $"'{Name}' cannot be the base of file names.",
                "Give the folder with -Path and a plain name with -Name.");
        }

        using var signer = CreateSigner();
        await (signer is null ? CreatePairAsync(cancellationToken) : CertifyAsync(signer, cancellationToken));
    }

    private async Task CreatePairAsync(CancellationToken cancellationToken)
    {
        var password = Secret.Reveal(Password);
        try
        {
            if (Password is not null && password.Length == 0)
            {
                throw new SfException(
                    SfErrorKind.ValueMissing, "The password is empty.", "Give a password, or leave -Password out for a plain key file.");
            }

            var files = CertificateFiles.In(FullPath(Path), Name, withPfx: password.Length > 0);
            if (!MayWrite(files.Paths, "certificate and private key"))
            {
                return;
            }

            // A large key takes seconds to find; Ctrl+C does not wait for it.
            using var certificate = await ComputeAsync(() => SelfSignedCertificate.Create(CreateOptions()), cancellationToken);
            files.Write(certificate, password, Force);
            WriteObject(files.ToModel(certificate, password.Length > 0));
        }
        finally
        {
            Array.Clear(password);
        }
    }

    /// <summary>Makes a certificate for a key that is elsewhere.</summary>
    private async Task CertifyAsync(IJwtSigner signer, CancellationToken cancellationToken)
    {
        var file = CertificateFile.In(FullPath(Path), Name);
        if (MayWrite([file.Path], "certificate"))
        {
            // The signer is waited for on another thread.
            using var certificate = await ComputeAsync(
                () => SelfSignedCertificate.Create(CreateOptions(), signer, cancellationToken: cancellationToken), cancellationToken);
            file.Write(certificate, Force);
            WriteObject(file.ToModel(certificate));
        }
    }

    private bool MayWrite(IEnumerable<string> paths, string what)
    {
        var existing = paths.FirstOrDefault(File.Exists);
        return existing is not null && !Force
            ? throw CertificateFiles.Exists(existing)
            : ShouldProcess(string.Join(", ", paths), existing is null ? $"Create {what}" : $"Overwrite with a new {what}");
    }

    private CertificateRequestOptions CreateOptions() => new() { Subject = Subject ?? Name, KeySize = KeySize, ValidDays = ValidDays };

    /// <summary>The signer of a key that is elsewhere; null for a new key.</summary>
    private IJwtSigner? CreateSigner() =>
        SigningKey is not null ? Signers.Of(SigningKey)(certificate: null)
        : Signer is not null ? Signers.Of(Signer, this, PublicKeyReader.Read(PublicKey!))
        : null;
}
