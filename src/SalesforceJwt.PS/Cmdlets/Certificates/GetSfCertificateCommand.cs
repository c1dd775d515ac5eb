using System.Management.Automation;
using System.Security;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Certificates;

/// <summary>
/// Describes certificate and key files: format, subject, end, thumbprints, size, and whether key and certificate belong
/// together. The format of an encrypted file is shown even without its password.
/// </summary>
[Cmdlet(VerbsCommon.Get, "SfCertificate", DefaultParameterSetName = "Path")]
[OutputType(typeof(SfCertificateInfo))]
public sealed class GetSfCertificateCommand : SfCmdlet
{
    /// <summary>The files, with wildcards.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ParameterSetName = "Path",
        ValueFromPipeline = true,
        HelpMessage = "Certificates, keys and PFX files; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The files, without wildcards.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "LiteralPath",
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Literal paths of certificates, keys and PFX files.")]
    [Alias("PSPath", "CertificatePath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The thumbprint of a certificate in a store.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "Thumbprint",
        HelpMessage = "SHA-1 thumbprint of a certificate in CurrentUser\\My or LocalMachine\\My.")]
    [ValidateNotNullOrEmpty]
    public string? Thumbprint { get; set; }

    /// <summary>Opens encrypted keys and PFX files.</summary>
    [Parameter(HelpMessage = "Password of encrypted keys and PFX files. Without it, only their format is shown.")]
    [NoPlainText]
    [Alias("KeyPassword")]
    [ValidateNotNull]
    public SecureString? Password { get; set; }

    /// <summary>The key or certificate to compare with.</summary>
    [Parameter(HelpMessage = "The key (or certificate) to compare with. Default: the .key beside the .crt, or the .crt beside the .key.")]
    [ValidateNotNullOrEmpty]
    public string? KeyPath { get; set; }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var password = Secret.Reveal(Password);
        IReadOnlyList<KeyFileInfo> others = [];
        try
        {
            if (KeyPath is not null)
            {
                others = await InspectAsync(FullPath(KeyPath), password, cancellationToken);
            }

            if (Thumbprint is not null)
            {
                using var info = KeyFileInfo.Of(CertificateReader.FromStore(Thumbprint), "certificate store");
                Write(null, info, await CompareAsync(null, info, others, password, cancellationToken));
            }

            foreach (var (path, isNamed) in Files())
            {
                cancellationToken.ThrowIfCancellationRequested();
                await WriteFileAsync(path, isNamed, others, password, cancellationToken);
            }
        }
        finally
        {
            Array.Clear(password);
            Release(others);
        }
    }

    private static Task<IReadOnlyList<KeyFileInfo>> InspectAsync(string path, char[] password, CancellationToken cancellationToken) =>
        ComputeAsync(() => KeyFileInspector.FromFile(path, password), cancellationToken);

    private static void Release(IReadOnlyList<KeyFileInfo> infos)
    {
        foreach (var info in infos)
        {
            info.Dispose();
        }
    }

    /// <summary>The files, and whether each was named or only matched a wildcard.</summary>
    private IEnumerable<(string Path, bool IsNamed)> Files() => ParameterSetName == "Path"
        ? Path.SelectMany(pattern => ResolveFiles([pattern]).Select(file => (file, !WildcardPattern.ContainsWildcardCharacters(pattern))))
        : LiteralPath.Select(path => (FullPath(path), true));

    private async Task WriteFileAsync(
        string path, bool isNamed, IReadOnlyList<KeyFileInfo> others, char[] password, CancellationToken cancellationToken)
    {
        IReadOnlyList<KeyFileInfo> infos = [];
        try
        {
            infos = await InspectAsync(path, password, cancellationToken);
            foreach (var info in infos)
            {
                Write(path, info, await CompareAsync(path, info, others, password, cancellationToken));
            }
        }
        catch (SfException e) when (e.Kind == SfErrorKind.KeyFormatUnknown && !isNamed)
        {
            // A wildcard may match files that are not keys.
            HttpObserver.WriteVerbose(this, e.Message);
        }
        catch (SfException e)
        {
            WriteError(e, path);
        }
        finally
        {
            Release(infos);
        }
    }

    /// <summary>Compares with the named file, else within the file, else with the file beside it.</summary>
    private async Task<(bool Matches, string Path)?> CompareAsync(
        string? path, KeyFileInfo info, IReadOnlyList<KeyFileInfo> others, char[] password, CancellationToken cancellationToken) =>
        others.Count > 0 ? (KeyFileInspector.Compare(info, others) is { } matches ? (matches, FullPath(KeyPath!)) : null)
        : path is null ? null
        : info.IsPair is { } pair ? (pair, path)
        : await ComputeAsync(() => KeyFileInspector.CompareBeside(path, info, password), cancellationToken);

    private void Write(string? path, KeyFileInfo info, (bool Matches, string Path)? comparison) =>
        WriteObject(info.ToModel(path, DateTimeOffset.UtcNow, comparison));
}
