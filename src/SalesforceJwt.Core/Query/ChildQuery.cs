namespace SalesforceJwt.Core.Query;

/// <summary>
/// An incomplete answer of a child query inside a record: further pages follow, or its number of records differs from the server's.
/// </summary>
/// <param name="Name">Its name in the record.</param>
/// <param name="Records">The records that came with the parent record.</param>
/// <param name="Total">Number of records by the server; null if it does not say.</param>
/// <param name="NextRecordsUrl">The URL of the next page; null if there is none.</param>
/// <param name="Replace">Puts the records of all pages in their place in the parent record.</param>
internal sealed record ChildQuery(string Name, object[] Records, long? Total, string? NextRecordsUrl, Action<object[]> Replace);
