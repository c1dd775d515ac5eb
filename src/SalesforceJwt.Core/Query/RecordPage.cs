namespace SalesforceJwt.Core.Query;

/// <summary>A page of records as the caller's objects.</summary>
/// <param name="Records">The records.</param>
/// <param name="Url">Its URL, without the query.</param>
/// <param name="Total">Number of records of all pages; null if the server does not say.</param>
/// <param name="IsLast">Whether no page follows.</param>
internal sealed record RecordPage(object[] Records, string Url, long? Total, bool IsLast)
{
    /// <summary>Whether it answers <c>SELECT COUNT() FROM …</c>: <see cref="Total"/> is the count, and there are no records.</summary>
    public bool IsCount { get; init; }

    /// <summary>Errors that do not end the query: numbers of records that differ from those that the server gives.</summary>
    public IReadOnlyList<SfException> Faults { get; init; } = [];
}
