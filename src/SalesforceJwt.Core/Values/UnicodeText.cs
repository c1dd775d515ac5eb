using System.Text;

namespace SalesforceJwt.Core.Values;

/// <summary>Checks texts that are sent as UTF-8.</summary>
internal static class UnicodeText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether a text holds no half of a surrogate pair, which writers silently replace by another character.</summary>
    public static bool IsValid(string text)
    {
        try
        {
            _ = StrictUtf8.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
