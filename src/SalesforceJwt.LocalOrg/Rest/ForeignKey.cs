using System.Text.Json;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>A reference given by an external id of the record referred to, such as <c>"Account": {"External_Id__c": "A-1"}</c>.</summary>
internal sealed record ForeignKey(SObjectField Reference, SObjectField Field, string Value)
{
    /// <exception cref="ApiException">The object is not a single external id.</exception>
    public static ForeignKey Read(SObjectField reference, JsonElement json)
    {
        var members = json.EnumerateObject().Where(member => member.Name != "attributes").ToList();
        return members is [var only] && FindField(reference, only.Name) is { } field
            ? new ForeignKey(reference, field, only.Value.ToString())
            : throw ApiException.BadRequest(
                "INVALID_FIELD", $"Cannot reference a foreign key field {reference.RelationshipName}.", reference.RelationshipName!);
    }

    /// <summary>The field that identifies records of the target object: an external id or the id; null if the field is neither.</summary>
    public static SObjectField? FindField(SObjectField reference, string name) =>
        Schema.Find(reference.ReferenceTo!)!.Find(name) is { } field && (field.IsExternalId || field.Type == FieldType.Id) ? field : null;

    /// <summary>The id of the target record.</summary>
    /// <exception cref="ApiException">No record or several records have the key.</exception>
    public string Resolve(RecordStore store)
    {
        var target = Schema.Find(Reference.ReferenceTo!)!;
        return store.FindBy(Field, target, Value) switch
        {
            [var record] => record.Id,
            [] => throw ApiException.BadRequest(
                "INVALID_FIELD", $"Foreign key external ID: {Value} not found for field {Field.Name} in entity {target.Name}"),
            _ => throw ApiException.BadRequest(
                "INVALID_FIELD", $"More than one record found for external id field: {Field.Name} in entity {target.Name}"),
        };
    }
}
