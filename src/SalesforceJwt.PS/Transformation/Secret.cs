using System.Runtime.InteropServices;
using System.Security;

namespace SalesforceJwt.PS.Transformation;

/// <summary>Between SecureString and the characters in it.</summary>
internal static class Secret
{
    /// <summary>The text of a SecureString, for what takes nothing but strings; null for null.</summary>
    public static string? RevealText(SecureString? secret)
    {
        if (secret is null)
        {
            return null;
        }

        var characters = Reveal(secret);
        var text = new string(characters);
        Array.Clear(characters);
        return text;
    }

    /// <summary>Characters as a SecureString; they stay the caller's to clear.</summary>
    public static SecureString Protect(ReadOnlySpan<char> characters)
    {
        var secret = new SecureString();
        foreach (var c in characters)
        {
            secret.AppendChar(c);
        }

        secret.MakeReadOnly();
        return secret;
    }

    /// <summary>The characters of a SecureString; the caller clears them. Empty for null.</summary>
    public static char[] Reveal(SecureString? secret)
    {
        if (secret is null || secret.Length == 0)
        {
            return [];
        }

        var pointer = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            var characters = new char[secret.Length];
            Marshal.Copy(pointer, characters, 0, characters.Length);
            return characters;
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(pointer);
        }
    }
}
