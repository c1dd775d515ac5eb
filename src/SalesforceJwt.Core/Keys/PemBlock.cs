using System.Buffers;

namespace SalesforceJwt.Core.Keys;

/// <summary>
/// One <c>-----BEGIN X-----…-----END X-----</c> block, found in text that CI systems may have mangled: newlines gone,
/// turned into spaces or into the two characters <c>\n</c>, carriage returns or quotes added (RFC 7468, read leniently).
/// </summary>
/// <param name="Label">The label without its spaces: <c>RSAPRIVATEKEY</c>.</param>
/// <param name="Headers">RFC 1421 headers such as <c>DEK-Info</c>; empty but for old encrypted keys.</param>
/// <param name="Der">The decoded bytes.</param>
internal sealed record PemBlock(string Label, IReadOnlyDictionary<string, string> Headers, byte[] Der)
{
    private const string Begin = "-----BEGIN";
    private const string End = "-----END";
    private const string Dashes = "-----";
    private static readonly Dictionary<string, string> NoHeaders = [];

    /// <summary>Says whether a text looks like PEM at all.</summary>
    public static bool IsPem(ReadOnlySpan<char> text) => text.Contains(Begin, StringComparison.Ordinal);

    /// <summary>Reads all blocks of a text.</summary>
    /// <exception cref="SfException">A block is cut off or its base64 is damaged.</exception>
    public static List<PemBlock> ReadAll(ReadOnlySpan<char> text, string source)
    {
        var blocks = new List<PemBlock>(2);
        var clean = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            ReadOnlySpan<char> rest = clean.AsSpan(0, KeyText.Unescape(text, clean));
            for (int at; (at = rest.IndexOf(Begin, StringComparison.Ordinal)) >= 0;)
            {
                rest = rest[(at + Begin.Length)..];
                var labelEnd = rest.IndexOf(Dashes, StringComparison.Ordinal);
                if (labelEnd is < 0 or > 64)
                {
                    throw KeyErrors.Damaged(source, "PEM header");
                }

                var label = string.Concat(rest[..labelEnd].ToString().Where(char.IsLetterOrDigit));
                rest = rest[(labelEnd + Dashes.Length)..];
                var end = rest.IndexOf(End, StringComparison.Ordinal);
                if (end < 0)
                {
                    throw KeyErrors.Damaged(source, "PEM block (the END line is missing)");
                }

                blocks.Add(Decode(label, rest[..end], source));
                rest = rest[(end + End.Length)..];
            }
        }
        finally
        {
            Array.Clear(clean);
            ArrayPool<char>.Shared.Return(clean);
        }

        return blocks;
    }

    private static PemBlock Decode(string label, ReadOnlySpan<char> body, string source)
    {
        var headers = NoHeaders;
        if (body.Contains(':'))
        {
            headers = TakeHeaders(ref body);
        }

        var der = new byte[body.Length];
        if (!Convert.TryFromBase64Chars(body, der, out var length) || length == 0)
        {
            throw KeyErrors.Damaged(source, "PEM block");
        }

        return new PemBlock(label, headers, der[..length]);
    }

    /// <summary>
    /// Takes <c>Proc-Type: 4,ENCRYPTED</c> and <c>DEK-Info: AES-256-CBC,IV</c> off the front. Their values hold no white space, so
    /// they end at the first one, whether or not the newlines survived.
    /// </summary>
    private static Dictionary<string, string> TakeHeaders(ref ReadOnlySpan<char> body)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (int colon; (colon = body.IndexOf(':')) >= 0;)
        {
            var name = body[..colon].Trim().ToString();
            var value = body[(colon + 1)..].TrimStart();
            var end = value.IndexOfAny(' ', '\n', '\r');
            end = end < 0 ? value.Length : end;
            headers[name] = value[..end].ToString();
            body = value[end..];
        }

        return headers;
    }
}
