using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>The records of a query, and what of them is asked for.</summary>
/// <param name="TotalSize">Number of records found; more than there are in <paramref name="Records"/> for COUNT().</param>
/// <param name="Records">The records.</param>
/// <param name="Projection">The fields.</param>
internal sealed record QueryResult(int TotalSize, IReadOnlyList<Record> Records, Projection Projection)
{
    /// <summary>The groups, if the query asks for them and not for records.</summary>
    public GroupedResult? Groups { get; init; }

    /// <summary>Whether the records are to be remembered as seen by the user.</summary>
    public bool MarksRecent { get; init; }

    /// <summary>Number of rows that the answer has.</summary>
    public int RowCount => Groups?.Rows.Count ?? Records.Count;
}
