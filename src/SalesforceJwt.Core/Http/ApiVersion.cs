using System.Globalization;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Http;

/// <summary>REST API versions, such as <c>68.0</c>.</summary>
internal static class ApiVersion
{
    /// <summary>Reads a version as people write it: <c>68.0</c>, <c>v68.0</c>, <c>68</c>.</summary>
    /// <param name="text">What was written.</param>
    /// <returns>The form without "v" and with one decimal: <c>68.0</c>.</returns>
    /// <exception cref="SfException"><see cref="SfErrorKind.ApiVersionInvalid"/>.</exception>
    public static string Parse(string text)
    {
        return TryParse(text) ?? throw new SfException(
            SfErrorKind.ApiVersionInvalid,
            $"{SecretText.Quote(text)} is not an API version.",
            new Advice("Write it like 68.0 (or 68, or v68.0); leave it out for the org's newest.", NextStep.ListApiVersions));
    }

    /// <summary>Parses an API version; null if the text is not one.</summary>
    internal static string? TryParse(string text)
    {
        var trimmed = StrayCharacters.Trim(text).ToString();
        var digits = trimmed.StartsWith('v') || trimmed.StartsWith('V') ? trimmed[1..] : trimmed;
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number is >= 1 and < 1000 && decimal.Truncate(number) == number
            ? number.ToString("0.0", CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>Compares two versions, in the form that <see cref="Parse"/> gives them.</summary>
    public static int Compare(string a, string b) => a.Length != b.Length ? a.Length - b.Length : string.CompareOrdinal(a, b);

    /// <summary>The lower one of two versions.</summary>
    public static string Lower(string a, string b) => Compare(a, b) <= 0 ? a : b;
}
