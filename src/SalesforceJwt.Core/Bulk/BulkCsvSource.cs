using System.Globalization;
using System.Text;

namespace SalesforceJwt.Core.Bulk;

/// <summary>
/// The text of a CSV file as UTF-8, from its header on. A byte order mark says how the file is encoded; lines that other programs put
/// before the header (<c>#TYPE</c> of Windows PowerShell's Export-Csv, <c>sep=</c> for Excel) are skipped, and a warning names them.
/// </summary>
internal sealed class BulkCsvSource : Stream
{
    private const int HeadSize = 256 * 1024;

    private static readonly (byte[] Mark, Encoding? Encoding)[] Marks =
    [
        ([0xEF, 0xBB, 0xBF], null),
        ([0xFF, 0xFE, 0, 0], new UTF32Encoding(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true)),
        ([0, 0, 0xFE, 0xFF], new UTF32Encoding(bigEndian: true, byteOrderMark: false, throwOnInvalidCharacters: true)),
        ([0xFF, 0xFE], new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true)),
        ([0xFE, 0xFF], new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true)),
    ];

    private readonly Stream _rest;
    private ReadOnlyMemory<byte> _head;

    private BulkCsvSource(ReadOnlyMemory<byte> head, Stream rest)
    {
        _head = head;
        _rest = rest;
    }

    /// <summary>The number of lines before the header.</summary>
    public int SkippedLines { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Opens a file's text.</summary>
    /// <param name="file">The file, at its start; it is left open.</param>
    /// <param name="delimiter">The expected delimiter.</param>
    /// <param name="warn">Receives a warning for each line that is skipped.</param>
    /// <param name="invalid">Makes the error from a message and a remedy.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<BulkCsvSource> OpenAsync(
        Stream file, char delimiter, Action<string> warn, Func<string, string, SfException> invalid, CancellationToken cancellationToken)
    {
        var source = await DecodeAsync(file, cancellationToken).ConfigureAwait(false);
        var head = await source.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        for (var line = Line(head.Span); IsForeign(line, out var separator); line = Line(head.Span))
        {
            if (separator is { } named && named != delimiter)
            {
                throw invalid(
                    $"the first line says that columns are separated by {Name(named)}: {line}",
                    $"Name the delimiter: -Delimiter {Argument(named)}.");
            }

            var origin = separator is null
                ? "Windows PowerShell's Export-Csv writes it; -NoTypeInformation leaves it out"
                : "it is for Excel";
            warn($"its line '{Shorten(line)}' is skipped: {origin}.");
            var end = head.Span.IndexOfAny((byte)'\r', (byte)'\n');
            head = end < 0 ? default : head[(end + (head.Span[end..].StartsWith("\r\n"u8) ? 2 : 1))..];
            source.SkippedLines++;
        }

        source._head = head;
        var header = Line(head.Span.TrimStart("\r\n"u8));
        if (OtherDelimiter(header, delimiter) is { } other)
        {
            throw invalid(
                $"the header is one column with {Name(other)} in it: {Shorten(header)}",
                $"Name the delimiter: -Delimiter {Argument(other)}.");
        }

        return source;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_head.IsEmpty)
        {
            return await _rest.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        var count = Math.Min(buffer.Length, _head.Length);
        _head[..count].CopyTo(buffer);
        _head = _head[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Files are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>The text after the byte order mark, as UTF-8.</summary>
    private static async Task<BulkCsvSource> DecodeAsync(Stream file, CancellationToken cancellationToken)
    {
        var start = new byte[4];
        var length = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        var (mark, encoding) = Array.Find(Marks, m => start.AsSpan(0, length).StartsWith(m.Mark));
        var source = new BulkCsvSource(start.AsMemory((mark?.Length ?? 0)..length), file);
        return encoding is null
            ? source
            : new BulkCsvSource(default, Encoding.CreateTranscodingStream(source, encoding, Encoding.UTF8, leaveOpen: true));
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

    private static bool IsForeign(string line, out char? separator)
    {
        var text = line.Trim('"');
        separator = text.Length == 5 && text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) ? text[4] : null;
        return separator is not null || text == "#TYPE" || text.StartsWith("#TYPE ", StringComparison.Ordinal);
    }

    /// <summary>
    /// The delimiter that a header uses instead of the expected one; names in quotes can hold any character.
    /// </summary>
    public static char? OtherDelimiter(string header, char delimiter)
    {
        char? other = null;
        var isQuoted = false;
        foreach (var c in header)
        {
            if (c == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && c == delimiter)
            {
                return null;
            }
            else if (!isQuoted && BulkDelimiter.IsKnown(c))
            {
                other ??= c;
            }
        }

        return other;
    }

    public static string Name(char delimiter) =>
        delimiter == '\t' ? "a tab" : string.Create(CultureInfo.InvariantCulture, $"'{delimiter}'");

    public static string Argument(char delimiter) =>
        delimiter == '\t' ? "\"`t\"" : string.Create(CultureInfo.InvariantCulture, $"'{delimiter}'");

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
