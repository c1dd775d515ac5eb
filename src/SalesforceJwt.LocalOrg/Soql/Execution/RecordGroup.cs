using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql.Execution;

/// <summary>Records with the same values in the GROUP BY fields.</summary>
/// <param name="Keys">Those values.</param>
/// <param name="Records">The records.</param>
internal sealed record RecordGroup(object?[] Keys, List<Record> Records);

/// <summary>The result of a grouped query.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The values of each group.</param>
internal sealed record GroupedResult(IReadOnlyList<GroupedColumn> Columns, IReadOnlyList<object?[]> Rows);

/// <summary>A column of a grouped query.</summary>
/// <param name="Name">Its name in the response: an alias, the field's name, or <c>expr0</c>.</param>
/// <param name="Field">The type of its values.</param>
/// <param name="Aggregate">
/// What the column metadata show for an aggregate function: its alias, or <c>avg(Amount)</c>; null for a field.
/// </param>
internal sealed record GroupedColumn(string Name, SObjectField Field, string? Aggregate);
