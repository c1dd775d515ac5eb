using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.Core.Apps;

/// <summary>The files of an app's certificate and private key: given ones, those of an earlier run, or new ones.</summary>
/// <param name="appName">The app's API name.</param>
/// <param name="files">The files of new ones, and of an earlier run.</param>
/// <param name="password">The key's password; empty for none.</param>
internal sealed class AppKeyFiles(string appName, CertificateFiles files, char[] password, IAppObserver observer)
{
    /// <summary>Full path of a given certificate; null for that of an earlier run, or a new one.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>Full path of its private key; null to look for it beside the certificate.</summary>
    public string? KeyPath { get; init; }

    /// <summary>Finds certificate and key. For an app that is not there yet, they are made if they are missing.</summary>
    /// <returns>The pair; null if the user declined to make it.</returns>
    /// <exception cref="SfException">A file is missing or cannot be used. Nothing was made.</exception>
    public async Task<AppKeyPair?> FindAsync(bool appExists, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.UtcNow;
        return CertificatePath is not null || File.Exists(files.CertificatePath)
                ? AppKeyPair.Open(CertificatePath ?? files.CertificatePath, KeyPath, password, now)
            : files.Paths.FirstOrDefault(File.Exists) is { } other ? throw AppErrors.HalfOfPair(other, files.CertificatePath)
            : appExists ? throw AppErrors.CertificateElsewhere(appName, files.CertificatePath)
            : await CreateAsync(now, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the private key.</summary>
    public SfPrivateKey ReadKey(string path) => PrivateKeyReader.FromFile(path, password);

    private async Task<AppKeyPair?> CreateAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var certificate = await Task.Run(
            () => SelfSignedCertificate.Create(new CertificateRequestOptions { Subject = appName }), cancellationToken)
            .ConfigureAwait(false);
        if (!await observer.ConfirmAsync(string.Join(", ", files.Paths), "Create certificate and private key").ConfigureAwait(false))
        {
            // What is validated needs a certificate; nothing is written.
            return observer.IsDryRun ? AppKeyPair.Of(certificate, null, now) : null;
        }

        try
        {
            files.Write(certificate, password, overwrite: false);
        }
        catch (SfException e) when (e.Kind == SfErrorKind.FileExists)
        {
            // They were missing a moment ago.
            throw AppErrors.MadeByAnotherRun(appName, e);
        }

        return AppKeyPair.Of(certificate, files, now);
    }
}
