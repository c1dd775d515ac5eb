using System.Net;

namespace SalesforceJwt.Core.Rest;

/// <summary>A file as a request body: read while it is sent, never whole in memory.</summary>
internal sealed class FileContent(string path, IProgress<long>? progress) : HttpContent
{
    private const int BufferSize = 128 * 1024;

    public static void RequireReadable(string path)
    {
        try
        {
            using var stream = Open(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SfException(SfErrorKind.FileAccessFailed, $"The file '{path}' cannot be read: {e.Message}", "Check the path, and that this user may read the file.", e);
        }
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var file = Open(path);
        await using (file.ConfigureAwait(false))
        {
            var buffer = new byte[BufferSize];
            for (int read; (read = await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                progress?.Report(file.Position);
            }
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        length = new FileInfo(path).Length;
        return true;
    }

    private static FileStream Open(string path) =>
        new(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read, Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 });
}
