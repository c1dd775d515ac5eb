using System.Globalization;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>What the headers of a page of results tell.</summary>
/// <param name="NextLocator">Locator of the next page; null where this is the last.</param>
/// <param name="Records">Rows of this page; null where the server does not tell.</param>
internal sealed record ResultPageHeaders(string? NextLocator, long? Records)
{
    public static ResultPageHeaders Of(SfResponse response)
    {
        // The last page says "null", in so many letters.
        var locator = Header("Sforce-Locator");
        return new ResultPageHeaders(
            locator is null or "" or "null" ? null : locator,
            long.TryParse(Header("Sforce-NumberOfRecords"), NumberStyles.None, CultureInfo.InvariantCulture, out var records) ? records : null);

        string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;
    }
}
