namespace SalesforceJwt.LocalOrg.Data;

/// <summary>
/// Salesforce ids: a key prefix of 3 characters, 12 characters in base 62, and a suffix of 3 characters that encodes which of the 15 are
/// upper case, so that ids of 18 characters can be compared ignoring case.
/// </summary>
internal static class SalesforceId
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Pod = "gL";
    private const string SuffixDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    /// <summary>Creates an id of 18 characters from a key prefix and a number.</summary>
    public static string Create(string keyPrefix, long number)
    {
        Span<char> id = stackalloc char[15];
        id.Fill('0');
        keyPrefix.CopyTo(id);
        Pod.CopyTo(id[3..]);
        for (var i = 14; number > 0; number /= 62, i--)
        {
            id[i] = Digits[(int)(number % 62)];
        }

        Span<char> suffix = stackalloc char[3];
        WriteSuffix(id, suffix);
        return string.Concat(id, suffix);
    }

    /// <summary>The number that an id of this key prefix was made from.</summary>
    public static bool TryGetNumber(string id, string keyPrefix, out long number)
    {
        number = 0;
        if (id.Length is not (15 or 18)
            || !id.StartsWith(keyPrefix, StringComparison.Ordinal)
            || !id.AsSpan(3, Pod.Length).SequenceEqual(Pod))
        {
            return false;
        }

        foreach (var character in id.AsSpan(3 + Pod.Length, 12 - Pod.Length))
        {
            var digit = Digits.IndexOf(character, StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            number = (number * Digits.Length) + digit;
        }

        return number > 0;
    }

    /// <summary>Whether the text is an id of 15 characters, or of 18 with the right suffix.</summary>
    public static bool IsValid(string id) =>
        id.Length is 15 or 18
        && id.All(char.IsAsciiLetterOrDigit)
        && (id.Length == 15 || id.AsSpan(15).Equals(Suffix(id.AsSpan(0, 15)), StringComparison.OrdinalIgnoreCase));

    /// <summary>The 15 characters by which ids are compared.</summary>
    public static string Key(string id) => id.Length > 15 ? id[..15] : id;

    private static string Suffix(ReadOnlySpan<char> id)
    {
        Span<char> suffix = stackalloc char[3];
        WriteSuffix(id, suffix);
        return new string(suffix);
    }

    private static void WriteSuffix(ReadOnlySpan<char> id, Span<char> suffix)
    {
        for (var block = 0; block < 3; block++)
        {
            var bits = 0;
            for (var i = 0; i < 5; i++)
            {
                bits |= char.IsAsciiLetterUpper(id[(block * 5) + i]) ? 1 << i : 0;
            }

            suffix[block] = SuffixDigits[bits];
        }
    }
}
