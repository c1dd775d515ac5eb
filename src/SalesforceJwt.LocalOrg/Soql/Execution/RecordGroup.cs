using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql.Execution;

/// <summary>Records with the same values in the GROUP BY fields.</summary>
/// <param name="Keys">Those values.</param>
/// <param name="Records">The records.</param>
internal sealed record RecordGroup(object?[] Keys, List<Record> Records);

/// <summary>The result of a grouped query.</summary>
/// <param name="Columns">Name and field type of each column.</param>
/// <param name="Rows">The values of each group.</param>
internal sealed record GroupedResult(IReadOnlyList<(string Name, SObjectField Field)> Columns, IReadOnlyList<object?[]> Rows);
