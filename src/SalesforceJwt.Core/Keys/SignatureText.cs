using System.Text.RegularExpressions;

namespace SalesforceJwt.Core.Keys;

/// <summary>
/// Reads a signature that a signer returned as text: base64 or base64url, also after the <c>vault:v1:</c> of HashiCorp Vault.
/// </summary>
internal static partial class SignatureText
{
    /// <summary>Reads the signature. No error quotes the text.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.SignerAnswerInvalid"/>: it is other text.</exception>
    public static byte[] Read(string text)
    {
        var clean = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        var encoded = VaultPrefix().Replace(clean, string.Empty).TrimEnd('=');
        if (encoded.Length == 0)
        {
            throw SignerErrors.Answer("empty text");
        }

        if (clean is ['{' or '[', ..])
        {
            throw SignerErrors.Answer($"JSON text of {clean.Length} characters; the signature is one of its members");
        }

        if (encoded.Length % 2 == 0 && encoded.All(char.IsAsciiHexDigit))
        {
            throw SignerErrors.Answer(
                $"hexadecimal text of {encoded.Length} digits; Convert.FromHexString of .NET makes bytes of it");
        }

        try
        {
            return RsaText.Base64Url(encoded);
        }
        catch (FormatException)
        {
            throw SignerErrors.Answer($"text of {clean.Length} characters that is neither base64 nor base64url");
        }
    }

    [GeneratedRegex(@"^vault:v\d+:")]
    private static partial Regex VaultPrefix();
}
