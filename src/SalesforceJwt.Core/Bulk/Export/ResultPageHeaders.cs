using System.Globalization;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>The HTTP headers of a result page.</summary>
/// <param name="NextLocator">Locator of the next page; null for the last page.</param>
/// <param name="Records">Number of rows of this page; null if the server does not say.</param>
internal sealed record ResultPageHeaders(string? NextLocator, long? Records)
{
    public static ResultPageHeaders Of(SfResponse response)
    {
        // The last page has the literal text "null".
        var locator = Header("Sforce-Locator");
        return new ResultPageHeaders(
            locator is null or "" or "null" ? null : locator,
            long.TryParse(Header("Sforce-NumberOfRecords"), NumberStyles.None, CultureInfo.InvariantCulture, out var records)
                ? records
                : null);

        string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;
    }
}
