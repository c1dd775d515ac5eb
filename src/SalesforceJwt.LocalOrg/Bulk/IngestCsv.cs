using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>Reads the rows of an upload.</summary>
internal sealed class IngestCsv : IDisposable
{
    private const int BufferLength = 1 << 16;

    private readonly CsvReader _reader;
    private readonly string _newLine;

    /// <exception cref="BulkJobException">The file is empty.</exception>
    public IngestCsv(string path, BulkFormat format)
    {
        _newLine = NewLine(path);
        var options = new CsvReaderOptions
        {
            Separator = format.Delimiter,
            HasHeader = false,
            MalformedData = CsvMalformedDataHandling.Throw,
        };
        _reader = CsvReader.Create(BulkFiles.Open(path), options);
        Header = TryRead(out var header, out var raw)
            ? header
            : throw new BulkJobException("InvalidBatch : Records not found for this batch");
        RawHeader = raw;
    }

    /// <summary>The column names.</summary>
    public string[] Header { get; }

    /// <summary>The header as it is in the file, with its line break.</summary>
    public string RawHeader { get; }

    /// <summary>Reads a row; false at the end of the file.</summary>
    /// <exception cref="BulkJobException">The CSV is malformed, or the number of columns differs.</exception>
    public bool TryRead(out string[] values, out string raw)
    {
        (values, raw) = ([], "");
        try
        {
            if (!_reader.Read())
            {
                return false;
            }
        }
        catch (CsvFormatException exception)
        {
            throw new BulkJobException($"ClientInputError : Failed to parse CSV at row {exception.RecordNumber}.");
        }

        if (!Utf8.IsValid(_reader.RawRecord))
        {
            throw new BulkJobException($"ClientInputError : Failed to parse CSV at row {_reader.RowNumber}.");
        }

        values = _reader.Current.ToArray();
        raw = Encoding.UTF8.GetString(_reader.RawRecord) + _newLine;
        if (Header is not null && values.Length != Header.Length)
        {
            throw new BulkJobException(
                $"InvalidBatch : The number of columns in row {_reader.RowNumber} ({values.Length}) "
                + $"is not that of the header ({Header.Length}).");
        }

        return true;
    }

    /// <summary>Checks the line break of the header, as Salesforce does; if strict, all line breaks.</summary>
    /// <exception cref="BulkJobException">A line break differs from the job's.</exception>
    public static void CheckLineEnding(string path, BulkFormat format, bool isStrict)
    {
        using var file = BulkFiles.Open(path);
        var buffer = new byte[BufferLength];
        var last = (byte)0;
        for (int length; (length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) > 0; last = buffer[length - 1])
        {
            var text = buffer.AsSpan(0, length);
            for (int start = 0, at; (at = text[start..].IndexOf((byte)'\n')) >= 0; start += at + 1)
            {
                var before = start + at > 0 ? text[start + at - 1] : last;
                if ((before == '\r') != (format.LineEnding == "CRLF"))
                {
                    throw new BulkJobException(
                        $"ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is {format.LineEnding}");
                }

                if (!isStrict)
                {
                    return;
                }
            }
        }
    }

    public void Dispose() => _reader.Dispose();

    /// <summary>The line break of the header.</summary>
    private static string NewLine(string path)
    {
        using var file = BulkFiles.Open(path);
        var head = new byte[BufferLength];
        var text = head.AsSpan(0, file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
        return text.IndexOf((byte)'\n') is > 0 and var end && text[end - 1] == '\r' ? "\r\n" : "\n";
    }
}
