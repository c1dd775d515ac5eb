using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Soql.Execution;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>The response to <c>/query?columns=true</c>: the columns of a query instead of its rows. The sf CLI requests it.</summary>
internal static class ColumnMetadata
{
    public static object Of(Projection projection) => new
    {
        columnMetadata = Columns(projection),
        entityName = projection.Type.Name,
        groupBy = false,
        idSelected = projection.Items.Exists(item => item is { Field.Type: FieldType.Id, Parent: null }),
        keyPrefix = projection.Type.KeyPrefix,
    };

    private static IEnumerable<object> Columns(Projection projection) =>
        projection.Items.Where(item => item.Children is null).Select(item => item.Parent is null
        ? Column(item.Field, item.Field.Name, [])
        : Column(item.Field, item.Field.RelationshipName!, Columns(item.Parent)));

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
}
