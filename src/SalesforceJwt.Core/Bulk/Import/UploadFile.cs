using System.IO.Compression;
using SalesforceJwt.Core.Bulk.Jobs;

namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>
/// The data of one job on its way: CSV, compressed, in a temporary file that only this user may read. From there it can be sent again, as
/// often as connections break, and memory stays free.
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
        _file = Guard(() => new FileStream(Path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 }));
        _zip = new GZipStream(_file, CompressionLevel.Fastest);
    }

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    /// <summary>Number of the first row, from 1.</summary>
    public long FirstRow { get; }

    /// <summary>Number of the last row.</summary>
    public long LastRow { get; private set; }

    /// <summary>How its lines end, and so all line breaks in its values, where they are of one kind.</summary>
    public LineEnding LineEnding { get; }

    /// <summary>Rows in it.</summary>
    public long Rows { get; private set; }

    /// <summary>Bytes of CSV in it, uncompressed, header included.</summary>
    public long Length { get; private set; }

    /// <summary>Writes the header, without its line's end.</summary>
    public void WriteHeader(ReadOnlySpan<byte> header) => WriteLine(header);

    /// <summary>Writes a row, without its line's end.</summary>
    public void WriteRow(ReadOnlySpan<byte> row, long number)
    {
        WriteLine(row);
        Rows++;
        LastRow = number;
    }

    /// <summary>Ends the writing.</summary>
    public void Complete() => Guard(() =>
    {
        Flush();
        _zip.Dispose();
        return true;
    });

    /// <summary>Removes the file.</summary>
    public void Dispose()
    {
        try
        {
            _file.Dispose();
            File.Delete(Path);
        }
        catch (IOException)
        {
            // Its folder goes later; this is no reason to fail.
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
            var some = BufferSize - _filled;
            bytes[..some].CopyTo(_buffer.AsSpan(_filled));
            _filled = BufferSize;
            bytes = bytes[some..];
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
                "The rows are kept there, compressed, until they are uploaded: check free space, or let TMPDIR (on Windows TEMP) name another folder.",
                e);
        }
    }
}
