using System.Globalization;
using SalesforceJwt.Core.FileSystem;

namespace SalesforceJwt.Core.Http;

/// <summary>
/// Saves an answer's body as a file: streamed to a temporary file beside the target, and renamed when it is complete. No failure leaves an
/// incomplete file under the target's name.
/// </summary>
internal static class FileDownload
{
    private const int BufferSize = 128 * 1024;

    /// <summary>Checks a target before the request is sent.</summary>
    /// <param name="path">Full path of the target.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.FolderNotFound"/> or <see cref="SfErrorKind.FileAccessFailed"/>.</exception>
    public static void RequireTarget(string path) => PartialFile.RequireTarget(path);

    /// <inheritdoc cref="PartialFile.RequireFolder"/>
    public static void RequireFolder(string folder) => PartialFile.RequireFolder(folder);

    /// <summary>Saves a body.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="path">Full path of the target; an existing file is replaced when the new one is complete.</param>
    /// <param name="progress">Receives the number of bytes saved so far; null if not needed.</param>
    /// <param name="expected">What Salesforce says of the file; null if unknown.</param>
    /// <param name="cancellationToken">Cancels; nothing is left behind.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.FileAccessFailed"/>: writing failed, for example because the disk is full.
    /// <see cref="SfErrorKind.ResponseInvalid"/>: what arrived is not the complete file.
    /// </exception>
    public static async Task SaveAsync(
        SfResponse response, string path, IProgress<long>? progress, ExpectedFile? expected, CancellationToken cancellationToken)
    {
        using var file = new PartialFile(path, cancellationToken);
        using var hash = expected?.StartHash();
        var mustBeJson = expected is null && response.MustBeJson;
        var json = default(JsonEnd);
        var body = await response.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var buffer = new byte[BufferSize];
            for (int read; (read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                file.Write(buffer.AsSpan(0, read));
                hash?.AppendData(buffer, 0, read);
                if (mustBeJson)
                {
                    json.Read(buffer.AsSpan(0, read));
                }

                progress?.Report(file.Length);
            }
        }

        expected?.Require(file.Length, hash, response);
        if (!json.IsReached)
        {
            throw new SfException(
                SfErrorKind.ResponseInvalid,
                FormattableString.Invariant(
                    $"{response.Url} answered with JSON that is cut off after {file.Length:N0} bytes. It was not saved."),
                "Try again; if it goes on, something between here and Salesforce (a proxy, say) cuts what passes.");
        }

        if (expected?.Length is null && !response.HasKnownEnd)
        {
            response.Observer?.OnWarning(string.Create(
                CultureInfo.InvariantCulture,
                $"{response.Url} did not say how long its answer is, "
                    + $"but closed the connection after {file.Length:N0} bytes. Whether '{path}' is whole is not known."));
        }

        file.Commit();
    }
}
