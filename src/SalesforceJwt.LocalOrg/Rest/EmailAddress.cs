using System.Text.RegularExpressions;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Salesforce's check of e-mail addresses: ASCII, a domain with a dot, no leading, trailing or double dots before the @.</summary>
internal static partial class EmailAddress
{
    public static bool IsValid(string text) => Pattern().IsMatch(text);

    [GeneratedRegex(
        @"\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@"
            + @"([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,}\z",
        RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
