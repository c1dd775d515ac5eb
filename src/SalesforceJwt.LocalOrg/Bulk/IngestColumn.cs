using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>A column of an upload: a field, or an external id of a parent record.</summary>
internal sealed record IngestColumn(SObjectField Field, SObjectField? ForeignField)
{
    /// <summary>The text that sets a field to null.</summary>
    public const string Null = "#N/A";

    /// <summary>The columns of a header.</summary>
    /// <exception cref="BulkJobException">A name is unknown or repeated.</exception>
    public static IngestColumn[] ReadHeader(SObjectType type, IEnumerable<string> names, Schema schema)
    {
        var columns = names.Select(name => Find(type, name.Trim(), schema)
            ?? throw new BulkJobException($"InvalidBatch : Field name not found : {name}")).ToArray();
        var duplicate = columns.GroupBy(column => column).FirstOrDefault(group => group.Count() > 1);
        return duplicate is null ? columns : throw new BulkJobException($"InvalidBatch : Duplicate field : {duplicate.Key.Field.Name}");
    }

    /// <summary>Parses the value of a field; false if the text is empty, which leaves the field unchanged.</summary>
    /// <exception cref="ApiException">The text is not a value of the field.</exception>
    public bool TryRead(string text, int position, RecordStore store, out object? value)
    {
        value = null;
        if (text.Length == 0)
        {
            return false;
        }

        if (text == Null)
        {
            value = Field.Type == FieldType.Boolean ? false : null;
            return true;
        }

        if (ForeignField is not null)
        {
            value = new ForeignKey(Field, ForeignField, text).Resolve(store);
            return true;
        }

        return FieldText.TryParse(Field, text, store, out value)
            ? true
            : throw ApiException.BadRequest(
                "INVALID_FIELD",
                $"Failed to deserialize field at col {position}. Due to, '{text}' is not a valid value for the type xsd:{XmlType()}",
                Field.Name);
    }

    private static IngestColumn? Find(SObjectType type, string name, Schema schema) => name.Split('.') switch
    {
        [var field] when type.Find(field) is { } found => new IngestColumn(found, null),
        [var parent, var key] => FindParent(type, parent.Split(':'), key, schema),
        _ => null,
    };

    /// <summary>
    /// An external id of a parent: <c>Account.External_Id__c</c>; of a polymorphic reference, and only of one, with the object before it,
    /// <c>User:Owner.Email</c> (Bulk API 2.0 Developer Guide: "Relationship Fields in a Header Row").
    /// </summary>
    private static IngestColumn? FindParent(SObjectType type, string[] parent, string key, Schema schema) =>
        parent.Length <= 2
        && type.FindRelationship(parent[^1]) is { } reference
        && reference.IsPolymorphic == (parent.Length == 2)
        && ForeignKey.FindField(reference, parent.Length == 2 ? parent[0] : null, key, schema) is { } foreign
            ? new IngestColumn(reference, foreign)
            : null;

    private string XmlType() => Field switch
    {
        { IsDecimal: true } => "double",
        { Type: FieldType.Int } => "int",
        { Type: FieldType.Date } => "date",
        { Type: FieldType.DateTime } => "dateTime",
        _ => "boolean",
    };
}
