using System.Text;
using CsvHelper;
using SalesforceJwt.Core.Bulk.Jobs;

namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>
/// Distributes rows over parts that stay below the size limit of one job; each begins with the header. It is not documented what Salesforce
/// makes of a CRLF within a value where lines end with LF, or the other way round: rows whose values hold line breaks go where lines end in
/// the same way. A row that holds both kinds goes into a part of such rows, so that it is a risk to no other.
/// </summary>
internal sealed class CsvSplitter : IDisposable
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // The part of a row depends on the line breaks in its values; a row without any goes with the row before it.
    private const int Lf = 0;
    private const int CrLf = 1;
    private const int Mixed = 2;

    // A line break after the header, and one after the row.
    private const int LongestBreaks = 4;

    private readonly string _folder = CreateFolder();
    private readonly long _size;
    private readonly Action<UploadFile> _isFull;
    private readonly MemoryStream _line = new();
    private readonly CsvWriter _writer;
    private byte[] _header = [];
    private readonly UploadFile?[] _parts = new UploadFile?[3];
    private int _lane;
    private int _number;

    /// <param name="size">Most bytes of a part.</param>
    /// <param name="delimiter">Separates columns.</param>
    /// <param name="isFull">Is given each part that is done.</param>
    public CsvSplitter(long size, char delimiter, Action<UploadFile> isFull)
    {
        _size = size;
        _isFull = isFull;
        _writer = CsvWriter.Create(_line, new CsvWriterOptions { Separator = delimiter, NewLine = "\n" }, leaveOpen: true);
    }

    /// <summary>Rows so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Sets the header, as it stands in a file.</summary>
    public void SetHeader(ReadOnlySpan<byte> header) => _header = header.ToArray();

    /// <summary>Sets the header.</summary>
    public void SetHeader(IReadOnlyList<string> columns) => _header = Line(columns as string[] ?? [.. columns]).ToArray();

    /// <summary>Adds a row of values.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.CsvInvalid"/>.</exception>
    public void Add(string[] values)
    {
        foreach (var value in values)
        {
            RequireText(value);
        }

        Add(Line(values));
    }

    /// <summary>Adds a row as it stands in a file, without its line's end.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.CsvInvalid"/>.</exception>
    public void Add(ReadOnlySpan<byte> row)
    {
        if (_header.Length + row.Length + LongestBreaks > _size)
        {
            throw new SfException(
                SfErrorKind.CsvInvalid,
                $"Row {Rows + 1} alone has {row.Length} bytes, which is more than a job of {_size} bytes may have.",
                new Advice("Shorten its values, or allow larger jobs.", NextStep.SetJobSize));
        }

        _lane = LaneOf(row);
        if (_parts[_lane] is { } full && full.Length + row.Length + LongestBreaks > _size)
        {
            Complete(_lane);
        }

        if (_parts[_lane] is not { } part)
        {
            part = _parts[_lane] = new UploadFile(_folder, ++_number, Rows + 1, _lane == CrLf ? LineEnding.CRLF : LineEnding.LF);
            part.WriteHeader(_header);
        }

        part.WriteRow(row, ++Rows);
    }

    /// <summary>Returns the last parts, if there are any.</summary>
    public void Complete()
    {
        foreach (var lane in Enumerable.Range(0, _parts.Length).OrderBy(lane => _parts[lane]?.FirstRow))
        {
            Complete(lane);
        }
    }

    /// <summary>Removes all files.</summary>
    public void Dispose()
    {
        foreach (var part in _parts)
        {
            part?.Dispose();
        }

        _writer.Dispose();
        _line.Dispose();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // A file may be open still for a moment; the system clears its temporary folder by itself.
        }
    }

    private void Complete(int lane)
    {
        if (_parts[lane] is { } part)
        {
            part.Complete();
            _parts[lane] = null;
            _isFull(part);
        }
    }

    private int LaneOf(ReadOnlySpan<byte> row)
    {
        var (lf, crlf) = (false, false);
        for (int at; (at = row.IndexOf((byte)'\n')) >= 0; row = row[(at + 1)..])
        {
            if (at > 0 && row[at - 1] == '\r')
            {
                crlf = true;
            }
            else
            {
                lf = true;
            }
        }

        return (lf, crlf) switch
        {
            (true, true) => Mixed,
            (true, false) => Lf,
            (false, true) => CrLf,
            _ => _lane == Mixed ? Lf : _lane,
        };
    }

    private static string CreateFolder()
    {
        try
        {
            return Directory.CreateTempSubdirectory("salesforce-bulk-").FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SfException(
                SfErrorKind.FileAccessFailed,
                $"No folder for temporary files could be made in '{Path.GetTempPath()}': {e.Message}",
                "The rows are kept there, compressed, until they are uploaded: let TMPDIR (on Windows TEMP) name a folder that this user may write to.",
                e);
        }
    }

    private static void RequireText(string value)
    {
        try
        {
            _ = StrictUtf8.GetByteCount(value);
        }
        catch (EncoderFallbackException e)
        {
            throw new SfException(
                SfErrorKind.CsvInvalid,
                "A value holds half a surrogate pair, which is not a character.",
                "Correct the text; it was probably cut in the middle of an emoji.",
                e);
        }
    }

    private ReadOnlySpan<byte> Line(string[] values)
    {
        _line.SetLength(0);
        _writer.WriteRecord(values);
        _writer.Flush();
        return _line.GetBuffer().AsSpan(0, (int)_line.Length - 1);
    }
}
