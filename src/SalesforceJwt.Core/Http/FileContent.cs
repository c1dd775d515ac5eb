using System.Net;
using SalesforceJwt.Core.FileSystem;

namespace SalesforceJwt.Core.Http;

/// <summary>A file as a request body: read while it is sent, never whole in memory.</summary>
internal sealed class FileContent(string path, IProgress<long>? progress, long offset = 0, int start = 0) : HttpContent
{
    private const int BufferSize = 128 * 1024;

    private Action? _sent;

    /// <summary>Sets what is called whenever a piece of the files in a body was sent; null for nothing.</summary>
    public static void SetSent(HttpContent? body, Action? sent)
    {
        if (body is FileContent file)
        {
            file._sent = sent;
        }
        else if (body is MultipartContent parts)
        {
            foreach (var part in parts)
            {
                SetSent(part, sent);
            }
        }
    }

    /// <summary>Checks that a file can be read, and whether it begins with a UTF-8 byte order mark.</summary>
    public static bool Examine(string path)
    {
        // Opening a FIFO waits for a writer, and nothing ends that wait. Its length is not known, and a retry cannot read it again.
        if (UnixFile.Find(path) is { IsRegular: false } && !Directory.Exists(path))
        {
            throw new SfException(
                SfErrorKind.FileAccessFailed,
                $"'{path}' is not a file but a FIFO or device. It cannot be sent: its length is not known, and it cannot be read again.",
                "Write the content to a file first, and send that.");
        }

        using var file = Open(path);
        try
        {
            Span<byte> bytes = stackalloc byte[3];
            return file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length && bytes is [0xEF, 0xBB, 0xBF];
        }
        catch (IOException e)
        {
            throw UnreadableFile.Error(path, e);
        }
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var file = Open(path);
        await using (file.ConfigureAwait(false))
        {
            if (start > 0)
            {
                file.Position = start;
            }

            var buffer = new byte[BufferSize];
            for (int read; (read = await ReadAsync(file, buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                _sent?.Invoke();
                progress?.Report(offset + file.Position);
            }
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        try
        {
            length = Math.Max(0, new FileInfo(path).Length - start);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UnreadableFile.Error(path, e);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new(path, new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.Read,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                BufferSize = 0,
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UnreadableFile.Error(path, e);
        }
    }

    private async ValueTask<int> ReadAsync(FileStream file, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            // An IOException of the disk would be taken for one of the network.
            throw UnreadableFile.Error(path, e);
        }
    }
}
