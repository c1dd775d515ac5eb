using System.Globalization;

namespace SalesforceJwt.Core.Query;

/// <summary>Compares the number of records on all pages with the number that the server gives.</summary>
internal sealed class RecordCountCheck
{
    private long _read;
    private long? _announced;

    /// <summary>Adds the records of a page.</summary>
    /// <param name="source">Where they come from, such as a URL.</param>
    /// <param name="records">Number of records on the page.</param>
    /// <param name="total">Number of records of all pages by the server; null or negative (external objects) if it does not know.</param>
    /// <param name="isLast">Whether the server says that no page follows.</param>
    /// <returns>An error if the numbers contradict each other; null if they do not.</returns>
    public SfException? Add(string source, int records, long? total, bool isLast)
    {
        _announced ??= total;
        _read += records;
        if (_announced is not { } announced || announced < 0 || (isLast ? _read == announced : _read < announced))
        {
            return null;
        }

        return new SfException(
            SfErrorKind.ResponseInvalid,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{source} announced {announced:N0} records, and "
                    + $"{(isLast ? $"ended after {_read:N0}" : $"announces more after {_read:N0}")}. They were returned."),
            "Run it again; records that were deleted meanwhile can be missing once. If it goes on, "
                + "check that nothing between here and Salesforce caches or changes answers.");
    }
}
