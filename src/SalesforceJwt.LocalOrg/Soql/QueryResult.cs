using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>The records of a query, and what of them is asked for.</summary>
/// <param name="TotalSize">Number of records found; more than there are in <paramref name="Records"/> for COUNT().</param>
/// <param name="Records">The records.</param>
/// <param name="Projection">The fields.</param>
internal sealed record QueryResult(int TotalSize, IReadOnlyList<Record> Records, Projection Projection);
