using System.Globalization;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>The API versions of the org: three a year since Summer '14.</summary>
internal static class ApiVersion
{
    private const int Oldest = 31;
    private const int Newest = 68;
    private static readonly string[] Seasons = ["Summer", "Winter", "Spring"];

    /// <summary>Version, label and URL of each, oldest first.</summary>
    public static IEnumerable<object> All => Enumerable.Range(Oldest, Newest - Oldest + 1).Select(number => new
    {
        label = $"{Seasons[(number - Oldest) % 3]} '{Year(number)}",
        url = $"/services/data/v{number}.0",
        version = $"{number}.0",
    });

    /// <summary>Whether a path segment such as <c>v68.0</c> names a version that exists.</summary>
    public static bool IsSupported(string segment) =>
        segment is ['v', .. var number, '.', '0']
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
        && version is >= Oldest and <= Newest;

    // Winter has the number of the next year: Winter '15 follows Summer '14.
    private static int Year(int number) => 14 + ((number - Oldest + 2) / 3);
}
