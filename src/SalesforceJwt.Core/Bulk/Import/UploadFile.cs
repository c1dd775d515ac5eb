using System.IO.Compression;
using SalesforceJwt.Core.Bulk.Jobs;

namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>
/// The data of one job: gzipped CSV in a temporary file that only this user may read. A failed upload can be repeated from it, and memory
/// stays free.
/// </summary>
internal sealed class UploadFile : IDisposable
{
    private const int BufferSize = 128 * 1024;

    private readonly byte[] _newLine;
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly FileStream _file;
    private readonly GZipStream _zip;
    private int _filled;

    public UploadFile(string folder, int number, long firstRow, LineEnding lineEnding)
    {
        Path = System.IO.Path.Combine(folder, FormattableString.Invariant($"{number}.csv.gz"));
        FirstRow = LastRow = firstRow;
        LineEnding = lineEnding;
        _newLine = lineEnding == LineEnding.CRLF ? "\r\n"u8.ToArray() : "\n"u8.ToArray();
        _file = Guard(() => new FileStream(
            Path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 }));
        _zip = new GZipStream(_file, CompressionLevel.Fastest);
    }

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    /// <summary>Number of the first row, from 1.</summary>
    public long FirstRow { get; }

    /// <summary>Number of the last row.</summary>
    public long LastRow { get; private set; }

    /// <summary>The line break after its rows, and within its values if these have line breaks of one kind only.</summary>
    public LineEnding LineEnding { get; }

    /// <summary>Number of rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Bytes of CSV before compression, header included.</summary>
    public long Length { get; private set; }

    /// <param name="header">The header without its line break.</param>
    public void WriteHeader(ReadOnlySpan<byte> header) => WriteLine(header);

    /// <param name="row">The row without its line break.</param>
    /// <param name="number">Its number, from 1.</param>
    public void WriteRow(ReadOnlySpan<byte> row, long number)
    {
        WriteLine(row);
        Rows++;
        LastRow = number;
    }

    /// <summary>Completes the file; no more rows can be written.</summary>
    public void Complete() => Guard(() =>
    {
        Flush();
        _zip.Dispose();
        return true;
    });

    /// <summary>Deletes the file.</summary>
    public void Dispose()
    {
        try
        {
            _file.Dispose();
            File.Delete(Path);
        }
        catch (IOException)
        {
            // It is deleted later, with its folder.
        }
    }

    private void WriteLine(ReadOnlySpan<byte> line)
    {
        Length += line.Length + _newLine.Length;
        Write(line);
        Write(_newLine);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > BufferSize - _filled)
        {
            var free = BufferSize - _filled;
            bytes[..free].CopyTo(_buffer.AsSpan(_filled));
            _filled = BufferSize;
            bytes = bytes[free..];
            Guard(Flush);
        }

        bytes.CopyTo(_buffer.AsSpan(_filled));
        _filled += bytes.Length;
    }

    private bool Flush()
    {
        _zip.Write(_buffer, 0, _filled);
        _filled = 0;
        return true;
    }

    private T Guard<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SfException(
                SfErrorKind.FileAccessFailed,
                $"The temporary file '{Path}' could not be written: {e.Message}",
                "The rows are kept there, compressed, until they are uploaded: check free space, "
                    + "or let TMPDIR (on Windows TEMP) name another folder.",
                e);
        }
    }
}
