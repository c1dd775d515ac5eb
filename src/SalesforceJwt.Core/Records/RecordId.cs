using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Records;

/// <summary>
/// Ids of records: 15 case-sensitive letters and digits, or 18, where the last three encode which of the others are upper case.
/// </summary>
internal static class RecordId
{
    private const string SuffixDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    /// <summary>The error for a text that is not an id; null if it has the form of one.</summary>
    public static SfException? Check(string id)
    {
        var what = id.Length is not (15 or 18) ? FormattableString.Invariant($"has {id.Length} characters")
            : !id.All(char.IsAsciiLetterOrDigit) ? "has other characters than letters and digits"
            : id.Length == 18 && !id.EndsWith(Suffix(id), StringComparison.OrdinalIgnoreCase)
                ? $"is damaged: its last three characters do not match the others (they would be {Suffix(id)})"
            : null;
        return what is null ? null : new SfException(
            SfErrorKind.IdInvalid,
            $"{SecretText.Quote(id)} is not a Salesforce id: it {what}.",
            "An id has 15 or 18 letters and digits. Take it as Salesforce gives it; spreadsheets that ignore case damage those of 15.");
    }

    /// <summary>
    /// Whether a text is safe as an id in a path or a file's name: letters and digits only. It may come from a server, which can send
    /// anything in place of an id.
    /// </summary>
    internal static bool IsPlain(string id) => id.Length is > 0 and <= 40 && id.All(char.IsAsciiLetterOrDigit);

    private static string Suffix(string id)
    {
        Span<char> suffix = stackalloc char[3];
        for (var block = 0; block < suffix.Length; block++)
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
