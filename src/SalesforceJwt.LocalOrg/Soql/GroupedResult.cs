using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>The groups that a query found.</summary>
/// <param name="Columns">Name and kind of each value.</param>
/// <param name="Rows">The values of each group.</param>
internal sealed record GroupedResult(IReadOnlyList<(string Name, SObjectField Field)> Columns, IReadOnlyList<object?[]> Rows);
