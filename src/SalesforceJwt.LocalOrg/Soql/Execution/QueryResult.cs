using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql.Execution;

/// <summary>The result of a query: its records and the fields selected.</summary>
/// <param name="TotalSize">Number of records found; with COUNT() there are none in <paramref name="Records"/>.</param>
/// <param name="Records">The records.</param>
/// <param name="Projection">The fields.</param>
internal sealed record QueryResult(int TotalSize, IReadOnlyList<Record> Records, Projection Projection)
{
    /// <summary>The groups, if it is a grouped query.</summary>
    public GroupedResult? Groups { get; init; }

    /// <summary>Whether the records become the user's recently viewed ones.</summary>
    public bool MarksRecent { get; init; }

    /// <summary>Number of rows in the response.</summary>
    public int RowCount => Groups?.Rows.Count ?? Records.Count;
}
