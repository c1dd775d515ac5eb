using CsvHelper;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Values;

namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>
/// Splits rows into upload files below the size limit of one job; each starts with the header. Salesforce does not document how it reads a
/// CRLF within a value in a job whose line ending is LF, or the reverse: a row whose values have line breaks goes to a file with the same
/// line ending. Rows with both kinds go to a file of their own, so that they put no other row at risk.
/// </summary>
internal sealed class CsvSplitter : IDisposable
{
    // Indexes of the open files, by the line breaks in the values of their rows.
    private const int Lf = 0;
    private const int CrLf = 1;
    private const int Mixed = 2;

    // Bytes of the line breaks after the header and after the row, at most.
    private const int LineBreaks = 4;

    private readonly string _folder = CreateFolder();
    private readonly long _size;
    private readonly Action<UploadFile> _complete;
    private readonly MemoryStream _line = new();
    private readonly CsvWriter _writer;
    private readonly UploadFile?[] _open = new UploadFile?[3];
    private byte[] _header = [];
    private int _current;
    private int _fileCount;

    /// <param name="size">Maximum bytes of CSV in a file.</param>
    /// <param name="complete">Receives each file that is complete.</param>
    public CsvSplitter(long size, char delimiter, Action<UploadFile> complete)
    {
        _size = size;
        _complete = complete;
        _writer = CsvWriter.Create(_line, new CsvWriterOptions { Separator = delimiter, NewLine = "\n" }, leaveOpen: true);
    }

    /// <summary>Rows added so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Sets the header.</summary>
    /// <param name="header">A line of CSV without its line break.</param>
    public void SetHeader(ReadOnlySpan<byte> header) => _header = header.ToArray();

    /// <summary>Sets the header.</summary>
    public void SetHeader(IReadOnlyList<string> columns) => _header = Line(columns as string[] ?? [.. columns]).ToArray();

    /// <summary>Adds a row of values.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.CsvInvalid"/>.</exception>
    public void Add(string[] values)
    {
        foreach (var value in values)
        {
            RequireUnicode(value);
        }

        Add(Line(values));
    }

    /// <summary>Adds a row.</summary>
    /// <param name="row">CSV without its line break.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.CsvInvalid"/>.</exception>
    public void Add(ReadOnlySpan<byte> row)
    {
        if (_header.Length + row.Length + LineBreaks > _size)
        {
            throw new SfException(
                SfErrorKind.CsvInvalid,
                $"Row {Rows + 1} alone has {row.Length} bytes, which is more than a job of {_size} bytes may have.",
                new Advice("Shorten its values, or allow larger jobs.", NextStep.SetJobSize));
        }

        _current = IndexFor(row);
        if (_open[_current] is { } full && full.Length + row.Length + LineBreaks > _size)
        {
            Complete(_current);
        }

        if (_open[_current] is not { } file)
        {
            file = _open[_current] =
                new UploadFile(_folder, ++_fileCount, Rows + 1, _current == CrLf ? LineEnding.CRLF : LineEnding.LF);
            file.WriteHeader(_header);
        }

        file.WriteRow(row, ++Rows);
    }

    /// <summary>Completes the last files.</summary>
    public void Complete()
    {
        foreach (var index in Enumerable.Range(0, _open.Length).OrderBy(index => _open[index]?.FirstRow))
        {
            Complete(index);
        }
    }

    /// <summary>Deletes all files.</summary>
    public void Dispose()
    {
        foreach (var file in _open)
        {
            file?.Dispose();
        }

        _writer.Dispose();
        _line.Dispose();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // A file can still be open for a moment; the system cleans its temporary folder by itself.
        }
    }

    private void Complete(int index)
    {
        if (_open[index] is { } file)
        {
            file.Complete();
            _open[index] = null;
            _complete(file);
        }
    }

    /// <summary>The index of the file for a row. A row without line breaks goes to the same file as the row before it.</summary>
    private int IndexFor(ReadOnlySpan<byte> row)
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
            _ => _current == Mixed ? Lf : _current,
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
                $"No folder for temporary files could be created in '{Path.GetTempPath()}': {e.Message}",
                "The rows are kept there, compressed, until they are uploaded: "
                    + "let TMPDIR (on Windows TEMP) name a folder that this user may write to.",
                e);
        }
    }

    private static void RequireUnicode(string value)
    {
        if (!UnicodeText.IsValid(value))
        {
            throw new SfException(
                SfErrorKind.CsvInvalid,
                "A value holds half a surrogate pair, which is not a character.",
                "Correct the text; it was probably cut in the middle of an emoji.");
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
