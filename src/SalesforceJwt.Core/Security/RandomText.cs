namespace SalesforceJwt.Core.Security;

/// <summary>
/// Tells base64 of keys and the random text of tokens from names, paths and ids: where upper and lower case and digits change as they do
/// between the words of a name (<c>MyField2</c>), its words have hardly two characters. A slash or a hyphen breaks it into parts, as in a
/// path.
/// </summary>
internal static class RandomText
{
    // A line of a PEM has 64 characters. A record id has 18.
    private const int ShortestRun = 32;
    private const int ShortestPart = 24;

    // Parts as short as these are random in one of many paths.
    private const int ShortestPiece = 4;
    private const int LeastPieces = 28;

    // No name is as long without a break.
    private const int LongestName = 100;

    // The average of a name's words is longer, that of 64 random characters is not in 999 of 1,000 cases.
    private const int LongestWord = 3;

    private const string ConsumerKey = "3MVG9";

    // The object identifier of RSA in base64, which is at the beginning of most keys.
    private const string RsaIdentifier = "gkqhkiG9w0B";

    // How base64 begins: of DER (0x30 0x82), of a PEM, the same in UTF-16, and of base64 of DER.
    private static readonly string[] Beginnings = ["MII", "LS0tLS", "LQAtAC0", "4tAC0", "TUlJ"];

    [Flags]
    private enum Classes
    {
        None = 0,
        Lower = 1,
        Upper = 2,
        Digit = 4,
        Other = 8,
        Mixed = Lower | Upper | Digit,
    }

    /// <summary>The next run of characters that could be a secret; null if there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where to begin.</param>
    public static (int Start, int Length)? Find(ReadOnlySpan<char> text, int from)
    {
        for (var start = from; start < text.Length; start++)
        {
            if (text[start..].StartsWith(ConsumerKey))
            {
                // Looks random but is not secret, and commands contain it: show it.
                start = End(text, start, static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '=');
                continue;
            }

            if (start > 0 && text[start - 1] == '\\' && text[start] is 'n' or 'r' or 't')
            {
                // A newline as JSON writes it.
                continue;
            }

            var end = End(text, start, IsOfRun);
            if (end - start >= ShortestRun && FirstPart(text[start..end]) is { } part)
            {
                var block = TextBlock.Around(text, start + part, end, from);
                return (block.Start, block.End - block.Start);
            }

            start = end;
        }

        return null;
    }

    /// <summary>What a run of characters looks like.</summary>
    public static SecretKind KindOf(ReadOnlySpan<char> run) =>
        run.Length >= 200 && IsBeginning(run.TrimStart('/')) ? SecretKind.PrivateKey : SecretKind.Value;

    /// <summary>Where the random text of a run begins; null if it has none. What precedes it is the folder of a path.</summary>
    private static int? FirstPart(ReadOnlySpan<char> run)
    {
        int? first = null;
        var (random, classes, isCertain) = (0, Classes.None, false);
        for (var start = 0; start < run.Length; start++)
        {
            var end = End(run, start, IsOfPart);
            var part = run[start..end];
            if (IsRandom(part, out var found))
            {
                first ??= start;
                random += part.Length;
                classes |= found;
                isCertain |= part.Length >= (found.HasFlag(Classes.Mixed) ? ShortestPart : ShortestRun)
                    && found.HasFlag(Classes.Lower | Classes.Upper);
            }

            start = end;
        }

        return isCertain || (random >= LeastPieces && random * 2 >= run.Length && classes.HasFlag(Classes.Mixed)) ? first : null;
    }

    private static bool IsRandom(ReadOnlySpan<char> part, out Classes classes)
    {
        var words = 0;
        var (last, beforeLast) = (Classes.None, Classes.None);
        classes = Classes.None;
        foreach (var character in part)
        {
            var c = Class(character);
            var goesOn = c == last || (last == Classes.Upper && c == Classes.Lower && beforeLast != Classes.Upper);
            words += goesOn ? 0 : 1;
            classes |= c;
            (last, beforeLast) = (c, last);
        }

        return part.Length >= ShortestPiece && !IsRecordId(part)
            && (part.Length < LongestWord * words
                || (classes.HasFlag(Classes.Mixed)
                    && (part.Length >= LongestName
                        || (part.Length >= ShortestPart
                            && (IsBeginning(part) || part.Contains(RsaIdentifier, StringComparison.Ordinal))))));
    }

    private static bool IsRecordId(ReadOnlySpan<char> part) => part.Length is 15 or 18 && part[0] is '0' or 'a';

    private static bool IsBeginning(ReadOnlySpan<char> part)
    {
        foreach (var beginning in Beginnings)
        {
            if (part.StartsWith(beginning))
            {
                return true;
            }
        }

        return false;
    }

    private static int End(ReadOnlySpan<char> text, int start, Func<char, bool> isOf)
    {
        while (start < text.Length && isOf(text[start]))
        {
            start++;
        }

        return start;
    }

    private static Classes Class(char c) => c switch
    {
        >= 'a' and <= 'z' => Classes.Lower,
        >= 'A' and <= 'Z' => Classes.Upper,
        >= '0' and <= '9' => Classes.Digit,
        _ => Classes.Other,
    };

    private static bool IsOfRun(char c) => IsOfPart(c) || c is '/' or '_' or '-' or '~' or '=' or '%';

    private static bool IsOfPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '+';
}
