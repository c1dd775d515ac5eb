namespace SalesforceJwt.Core.Security;

/// <summary>
/// Lines of base64 of equal length, of which the last may be shorter, are one value: if one line looks random, the others belong to it.
/// White space, or newlines as JSON writes them, separates the lines.
/// </summary>
internal static class TextBlock
{
    // Two words of text, or two names, are not of one length if they are as long as this.
    private const int ShortestLine = 32;

    /// <summary>The block around a run of characters at the end of a line; the run itself if no line beside it has its length.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the run begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="from">Where the block can begin at the earliest.</param>
    public static (int Start, int End) Around(ReadOnlySpan<char> text, int start, int end, int from)
    {
        var length = LineLength(text, end, from);
        if (length < ShortestLine)
        {
            return (start, end);
        }

        var (first, last, isBlock) = (end - length, end, false);
        while (LineAfter(text, last) is { } line && line.Length == length)
        {
            last = line.Start + length;
            isBlock = true;
        }

        // A path or a name may precede the first line without a break.
        while (BreakBefore(text, first, from) is var before && before < first && Base64Before(text, before, from) is var line
            && (line == length || (isBlock && line > length)))
        {
            first = before - length;
            isBlock = true;
        }

        if (isBlock && LineAfter(text, last) is { } shorter && shorter.Length < length)
        {
            last = shorter.Start + shorter.Length;
        }

        return isBlock ? (Math.Min(start, first), last) : (start, end);
    }

    /// <summary>The length of the line that ends here. What is before the first line is not part of it.</summary>
    private static int LineLength(ReadOnlySpan<char> text, int end, int from)
    {
        var length = Base64Before(text, end, from);
        var start = end - length;
        return BreakBefore(text, start, from) == start && LineAfter(text, end) is { Length: >= ShortestLine } next && next.Length < length
            ? next.Length
            : length;
    }

    private static (int Start, int Length)? LineAfter(ReadOnlySpan<char> text, int at)
    {
        var start = at;
        while (start < text.Length && (char.IsWhiteSpace(text[start]) || text[start] == '\\'))
        {
            start += char.IsWhiteSpace(text[start]) ? 1 : IsEscape(text, start + 1) ? 2 : text.Length;
        }

        if (start == at || start >= text.Length)
        {
            return null;
        }

        var end = start;
        while (end < text.Length && IsBase64(text[end]))
        {
            end++;
        }

        return (start, end - start);
    }

    /// <summary>Where the break before a position begins; the position itself if there is none.</summary>
    private static int BreakBefore(ReadOnlySpan<char> text, int at, int from)
    {
        while (at > from && (char.IsWhiteSpace(text[at - 1]) || (at - 2 >= from && IsEscape(text, at - 1))))
        {
            at -= char.IsWhiteSpace(text[at - 1]) ? 1 : 2;
        }

        return at;
    }

    private static int Base64Before(ReadOnlySpan<char> text, int end, int from)
    {
        var start = end;
        while (start > from && IsBase64(text[start - 1]) && !IsEscape(text, start - 1))
        {
            start--;
        }

        return end - start;
    }

    /// <summary>Whether this is the letter of a newline as JSON writes it.</summary>
    private static bool IsEscape(ReadOnlySpan<char> text, int at) =>
        at > 0 && at < text.Length && text[at - 1] == '\\' && text[at] is 'n' or 'r' or 't';

    private static bool IsBase64(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=';
}
