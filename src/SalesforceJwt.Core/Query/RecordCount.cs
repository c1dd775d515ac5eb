using System.Globalization;

namespace SalesforceJwt.Core.Query;

/// <summary>Counts the records of an answer against the number that the server gives for the whole of it.</summary>
internal sealed class RecordCount
{
    private long _read;
    private long? _announced;

    /// <summary>Counts the records of a page.</summary>
    /// <param name="source">Whose records they are, such as a URL.</param>
    /// <param name="records">How many there are on it.</param>
    /// <param name="total">How many the server says there are; null or negative (external objects) if it does not know.</param>
    /// <param name="isLast">Whether the server says that no more follow.</param>
    /// <returns>The error where the two contradict each other; null if they do not.</returns>
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
                    + $"{(isLast ? $"ended after {_read:N0}" : $"says that more follow after {_read:N0}")}. They were given out."),
            "Run it again; records that were deleted meanwhile can be missing once. If it goes on, "
                + "check that nothing between here and Salesforce caches or changes answers.");
    }
}
