using System.Text;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>
/// A stream of a CSV file's text in UTF-8, from the header on. A byte order mark tells the encoding of the file. Lines that other programs
/// write before the header (<c>#TYPE</c> of Windows PowerShell's Export-Csv, <c>sep=</c> for Excel) are skipped with a warning.
/// </summary>
internal sealed class CsvFileStream : ReadOnlyStream
{
    internal const int MaximumQuoteLength = 60;
    private const int HeadSize = 256 * 1024;

    private static readonly (byte[] Mark, Encoding? Encoding)[] Marks =
    [
        ([0xEF, 0xBB, 0xBF], null),
        ([0xFF, 0xFE, 0, 0], new UTF32Encoding(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true)),
        ([0, 0, 0xFE, 0xFF], new UTF32Encoding(bigEndian: true, byteOrderMark: false, throwOnInvalidCharacters: true)),
        ([0xFF, 0xFE], new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true)),
        ([0xFE, 0xFF], new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true)),
    ];

    private readonly Stream _stream;
    private ReadOnlyMemory<byte> _head;

    private CsvFileStream(ReadOnlyMemory<byte> head, Stream stream)
    {
        _head = head;
        _stream = stream;
    }

    /// <summary>The number of lines before the header.</summary>
    public int SkippedLines { get; private set; }

    /// <summary>Detects the encoding, and skips lines before the header.</summary>
    /// <param name="file">The file, at its start; it is left open.</param>
    /// <param name="delimiter">The expected delimiter.</param>
    /// <param name="warn">Receives a warning for each line that is skipped.</param>
    /// <param name="invalid">Makes the error from a message and advice.</param>
    public static async Task<CsvFileStream> OpenAsync(
        Stream file, char delimiter, Action<string> warn, Func<string, Advice, SfException> invalid, CancellationToken cancellationToken)
    {
        var source = await DecodeAsync(file, cancellationToken).ConfigureAwait(false);
        var head = await source.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        for (var line = Line(head.Span); IsForeignLine(line, out var separator); line = Line(head.Span))
        {
            if (separator is { } named && named != delimiter)
            {
                throw invalid(
                    $"the first line declares that columns are separated by {ColumnDelimiter.Describe(named)}: {line}",
                    new Advice("Name the delimiter.", NextStep.SetDelimiter, named.ToString()));
            }

            var origin = separator is null
                ? "it names a .NET type, and is not a header"
                : "it is for Excel";
            warn($"its line '{SecretText.Shorten(line, MaximumQuoteLength)}' is skipped: {origin}.");
            var end = head.Span.IndexOfAny((byte)'\r', (byte)'\n');
            head = end < 0 ? default : head[(end + (head.Span[end..].StartsWith("\r\n"u8) ? 2 : 1))..];
            source.SkippedLines++;
        }

        source._head = head;
        var header = Line(head.Span.TrimStart("\r\n"u8));
        if (ColumnDelimiter.FindOther(header, delimiter) is { } other)
        {
            throw invalid(
                $"the header is one column with {ColumnDelimiter.Describe(other)} in it: {SecretText.Shorten(header, MaximumQuoteLength)}",
                new Advice("Name the delimiter.", NextStep.SetDelimiter, other.ToString()));
        }

        return source;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_head.IsEmpty)
        {
            return await _stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        var count = Math.Min(buffer.Length, _head.Length);
        _head[..count].CopyTo(buffer);
        _head = _head[count..];
        return count;
    }

    /// <summary>The text after the byte order mark, as UTF-8.</summary>
    private static async Task<CsvFileStream> DecodeAsync(Stream file, CancellationToken cancellationToken)
    {
        var start = new byte[4];
        var length = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        var (mark, encoding) = Array.Find(Marks, m => start.AsSpan(0, length).StartsWith(m.Mark));
        var source = new CsvFileStream(start.AsMemory((mark?.Length ?? 0)..length), file);
        return encoding is null
            ? source
            : new CsvFileStream(default, Encoding.CreateTranscodingStream(source, encoding, Encoding.UTF8, leaveOpen: true));
    }

    private async Task<ReadOnlyMemory<byte>> ReadHeadAsync(CancellationToken cancellationToken)
    {
        var head = new byte[HeadSize];
        var length = await this.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return head.AsMemory(0, length);
    }

    private static string Line(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAny((byte)'\r', (byte)'\n');
        return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
    }

    private static bool IsForeignLine(string line, out char? separator)
    {
        var text = line.Trim('"');
        separator = text.Length == 5 && text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) ? text[4] : null;
        return separator is not null || text == "#TYPE" || text.StartsWith("#TYPE ", StringComparison.Ordinal);
    }
}
