namespace SalesforceJwt.LocalOrg.Data;

/// <summary>
/// Salesforce ids: a key prefix of 3 characters, 12 more in base 62, and a suffix of 3 that repeats which of the 15 are
/// upper case, so that the 18 can be compared without regard to case.
/// </summary>
internal static class SalesforceId
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string SuffixDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    /// <summary>Makes an id of 18 characters from a key prefix and a number.</summary>
    public static string Create(string keyPrefix, long number)
    {
        Span<char> id = stackalloc char[15];
        id.Fill('0');
        keyPrefix.CopyTo(id);
        "gL".CopyTo(id[3..]);
        for (var i = 14; number > 0; number /= 62, i--)
        {
            id[i] = Digits[(int)(number % 62)];
        }

        return string.Concat(id, Suffix(id));
    }

    /// <summary>Whether the text has the form of an id; a given suffix must be right.</summary>
    public static bool IsValid(string id) =>
        id.Length is 15 or 18
        && id.All(char.IsAsciiLetterOrDigit)
        && (id.Length == 15 || id.AsSpan(15).Equals(Suffix(id.AsSpan(0, 15)), StringComparison.OrdinalIgnoreCase));

    /// <summary>The 15 characters by which ids are compared.</summary>
    public static string Key(string id) => id.Length > 15 ? id[..15] : id;

    private static string Suffix(ReadOnlySpan<char> id)
    {
        Span<char> suffix = stackalloc char[3];
        for (var block = 0; block < 3; block++)
        {
            var bits = 0;
            for (var i = 0; i < 5; i++)
            {
                bits |= char.IsAsciiLetterUpper(id[(block * 5) + i]) ? 1 << i : 0;
            }

            suffix[block] = SuffixDigits[bits];
        }

        return new string(suffix);
    }
}
