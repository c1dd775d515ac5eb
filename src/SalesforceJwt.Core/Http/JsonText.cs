using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace SalesforceJwt.Core.Http;

/// <summary>
/// The only place that parses JSON of servers, tokens and users. .NET's JSON reader accepts invalid UTF-8 and unpaired surrogates, and
/// throws <see cref="InvalidOperationException"/> when such a string is read later. Both are handled here, before parsing.
/// </summary>
internal static class JsonText
{
    // PowerShell's and Salesforce's JSON is far flatter, and what reads it is recursive.
    private const int DeepestLevel = 256;

    private const int EscapeLength = 6;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = DeepestLevel };
    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = DeepestLevel };

    /// <summary>
    /// Prepares JSON that is read for its data. Invalid UTF-8 is an error, since a character was changed on the way. An unpaired surrogate,
    /// which remains of a character if Salesforce truncates a text, becomes U+FFFD. A byte order mark is removed.
    /// </summary>
    /// <param name="json">UTF-8 text.</param>
    /// <returns>The same memory if nothing had to be changed.</returns>
    /// <exception cref="JsonException">It is not valid UTF-8.</exception>
    public static ReadOnlyMemory<byte> Data(ReadOnlyMemory<byte> json)
    {
        json = ServerText.WithoutMark(json);
        return Utf8.IsValid(json.Span) ? WithWholeCharacters(json) : throw new JsonException(NotUtf8(json.Span));
    }

    /// <summary>
    /// Prepares JSON that is read for its message (errors, results, tokens): invalid UTF-8 becomes U+FFFD as well, so that one unreadable
    /// character does not hide the other text.
    /// </summary>
    public static ReadOnlyMemory<byte> Message(ReadOnlyMemory<byte> json)
    {
        json = ServerText.WithoutMark(json);
        return WithWholeCharacters(Utf8.IsValid(json.Span) ? json : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json.Span)));
    }

    /// <summary>A reader of text that <see cref="Data"/> or <see cref="Message"/> returned, or of a part of it.</summary>
    public static Utf8JsonReader Reader(ReadOnlySpan<byte> text) => new(text, ReaderOptions);

    /// <summary>Parses a message.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json) => JsonDocument.Parse(Message(json), DocumentOptions);

    /// <summary>Parses an answer whose form is known.</summary>
    /// <typeparam name="T">What it becomes.</typeparam>
    /// <param name="json">The answer.</param>
    /// <param name="url">Where it came from.</param>
    /// <param name="expected">What it should be, such as "a list of bulk jobs".</param>
    /// <param name="read">Reads it; null if it lacks something.</param>
    /// <param name="advice">What to do first if it is something else; null for the general advice.</param>
    /// <param name="isData">Whether it is read for its data, as <see cref="Data"/> says.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>.</exception>
    public static T Read<T>(
        ReadOnlyMemory<byte> json, string url, string expected, Func<JsonElement, T?> read, Advice? advice = null, bool isData = false)
    {
        try
        {
            using var document = Parse(isData ? Data(json) : json);
            if (read(document.RootElement) is { } value)
            {
                return value;
            }
        }
        catch (Exception e) when (IsMisread(e))
        {
            // Falls through to the error below.
        }

        throw new SfException(
            SfErrorKind.ResponseInvalid,
            $"{url} answered with something else than {expected}: {ServerText.FirstLine(json.Span)}",
            (advice ?? "Try again.").Before(
                "If it happens again, check that no proxy answers in Salesforce's place or changes its responses."));
    }

    /// <summary>Whether an exception says that JSON is damaged, or has another form than the code that reads it expects.</summary>
    public static bool IsMisread(Exception e) =>
        e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException
            or ArgumentException;

    /// <summary>What is wrong with a text, without quoting it.</summary>
    public static string Fault(JsonException e) => e.LineNumber is null ? e.Message
        : e.Message.Contains("maximum configured depth", StringComparison.Ordinal)
            ? string.Create(CultureInfo.InvariantCulture, $"its values are nested more than {DeepestLevel} levels deep")
        : string.Create(
            CultureInfo.InvariantCulture, $"it breaks off or is damaged at byte {e.BytePositionInLine} of line {e.LineNumber + 1}");

    private static string NotUtf8(ReadOnlySpan<byte> json)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(json[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return string.Create(CultureInfo.InvariantCulture, $"it is not UTF-8: byte 0x{json[at]:X2} at offset {at} belongs to no character");
    }

    private static ReadOnlyMemory<byte> WithWholeCharacters(ReadOnlyMemory<byte> json)
    {
        byte[]? copy = null;
        var text = json.Span;
        for (var at = NextEscape(text, 0); at >= 0; at = NextEscape(text, at))
        {
            if (!IsSurrogate(text[at..], 0xD800, 0xDFFF))
            {
                at += EscapeLength;
            }
            else if (IsSurrogate(text[at..], 0xD800, 0xDBFF) && IsSurrogate(text[(at + EscapeLength)..], 0xDC00, 0xDFFF))
            {
                at += 2 * EscapeLength;
            }
            else
            {
                copy ??= json.ToArray();
                "\\ufffd"u8.CopyTo(copy.AsSpan(at));
                at += EscapeLength;
            }
        }

        return copy ?? json;
    }

    /// <summary>Where the next \uXXXX is whose backslash is not itself escaped; -1 if there is none.</summary>
    private static int NextEscape(ReadOnlySpan<byte> text, int from)
    {
        while (from < text.Length)
        {
            var found = text[from..].IndexOf("\\u"u8);
            if (found < 0)
            {
                return -1;
            }

            var at = from + found;
            var before = text[..at];
            var slashes = at - 1 - before.LastIndexOfAnyExcept((byte)'\\');
            if (slashes % 2 == 0 && at + EscapeLength <= text.Length)
            {
                return at;
            }

            from = at + 2;
        }

        return -1;
    }

    private static bool IsSurrogate(ReadOnlySpan<byte> text, int first, int last) =>
        text.Length >= EscapeLength && text[0] == '\\' && text[1] == 'u'
        && Utf8Parser.TryParse(text.Slice(2, 4), out ushort code, out var digits, 'x') && digits == 4 && code >= first && code <= last;
}
