using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Soql.Execution;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>The response to <c>/query?columns=true</c>: the columns of a query instead of its rows. The sf CLI requests it.</summary>
internal static class ColumnMetadata
{
    public static object Of(QueryResult result) => new
    {
        columnMetadata = result.Groups is { } groups ? groups.Columns.Select(Column) : Columns(result.Projection),
        entityName = result.Projection.Type.Name,
        groupBy = result.Groups is not null,
        idSelected = result.Projection.Items.Exists(item => item is { Field.Type: FieldType.Id, Parent: null, Children: null }),
        keyPrefix = result.Projection.Type.KeyPrefix,
    };

    private static IEnumerable<object> Columns(Projection projection) => projection.Items.Select(item =>
        item.Children is { } children ? Aggregate(item.Name, item.Name, isNumber: false, Columns(children.Projection))
        : item.Parent is not null ? Column(item.Field, item.Name, Columns(item.Parent))
        : Column(item.Field, item.Name, []));

    private static object Column(GroupedColumn column) => column.Aggregate is null
        ? Column(column.Field, column.Name, [])
        : Aggregate(column.Name, column.Aggregate, isNumber: column.Field.IsDecimal || column.Field.Type == FieldType.Int, []);

    private static object Column(SObjectField field, string name, IEnumerable<object> joinColumns) => new
    {
        aggregate = false,
        apexType = field.IsId ? "Id" : field.IsText ? "String" : field.IsDecimal ? "Double" : field.Type.ToString(),
        booleanType = field.Type == FieldType.Boolean,
        columnName = name,
        custom = name.EndsWith("__c", StringComparison.Ordinal),
        displayName = name,
        foreignKeyName = field.Type == FieldType.Reference ? field.ReferenceTo : null,
        insertable = !field.IsReadOnly,
        joinColumns,
        numberType = field.IsDecimal || field.Type == FieldType.Int,
        textType = field.IsText && !field.IsId,
        updatable = !field.IsReadOnly && !field.IsCreateOnly,
    };

    /// <summary>The column of an aggregate function or of a child query: Salesforce calls both aggregates.</summary>
    private static object Aggregate(string name, string displayName, bool isNumber, IEnumerable<object> joinColumns) => new
    {
        aggregate = true,
        apexType = (string?)null,
        booleanType = false,
        columnName = name,
        custom = false,
        displayName,
        foreignKeyName = (string?)null,
        insertable = false,
        joinColumns,
        numberType = isNumber,
        textType = false,
        updatable = false,
    };
}
