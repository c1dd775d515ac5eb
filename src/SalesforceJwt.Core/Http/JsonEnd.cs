using System.Buffers;

namespace SalesforceJwt.Core.Http;

/// <summary>
/// Follows JSON text in pieces, and knows whether it ends where a value ends. Does not check that the text between is valid.
/// </summary>
internal struct JsonEnd
{
    private static readonly SearchValues<byte> InText = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> InString = SearchValues.Create("\"\\"u8);

    private long _depth;
    private bool _isInString;
    private bool _isEscaped;

    /// <summary>Whether no string, object or array is open.</summary>
    public readonly bool IsReached => _depth == 0 && !_isInString;

    public void Read(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            if (_isEscaped)
            {
                _isEscaped = false;
                text = text[1..];
                continue;
            }

            var next = text.IndexOfAny(_isInString ? InString : InText);
            if (next < 0)
            {
                return;
            }

            switch (text[next])
            {
                case (byte)'"':
                    _isInString = !_isInString;
                    break;
                case (byte)'\\':
                    _isEscaped = true;
                    break;
                case (byte)'{' or (byte)'[':
                    _depth++;
                    break;
                default:
                    _depth--;
                    break;
            }

            text = text[(next + 1)..];
        }
    }
}
