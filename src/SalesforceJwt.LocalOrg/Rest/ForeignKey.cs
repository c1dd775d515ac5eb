using System.Text.Json;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>
/// A reference given by an external id of the record referred to, such as <c>"Account": {"External_Id__c": "A-1"}</c>. A polymorphic one
/// needs the object as well: <c>"Owner": {"attributes": {"type": "User"}, "Email": "ann@acme.example"}</c>.
/// </summary>
internal sealed record ForeignKey(SObjectField Reference, SObjectField Field, string Value)
{
    /// <exception cref="ApiException">The object is not a single external id of an object that the reference can refer to.</exception>
    public static ForeignKey Read(SObjectField reference, JsonElement json, Schema schema)
    {
        var members = json.EnumerateObject().Where(member => member.Name != "attributes").ToList();
        var type = json.TryGetProperty("attributes", out var attributes)
            && attributes.ValueKind == JsonValueKind.Object
            && attributes.TryGetProperty("type", out var name)
                ? name.ToString() : null;
        if (reference.IsPolymorphic && type is null && members is [var lookup])
        {
            // Salesforce looks in Name, the object that stands for all targets.
            throw ApiException.BadRequest("INVALID_FIELD", $"No such column '{lookup.Name}' on sobject of type Name");
        }

        return members is [var only] && FindField(reference, type, only.Name, schema) is { } field
            ? new ForeignKey(reference, field, only.Value.ToString())
            : throw ApiException.BadRequest(
                "INVALID_FIELD", $"Cannot reference a foreign key field {reference.RelationshipName}.", reference.RelationshipName!);
    }

    /// <summary>
    /// The field that identifies records of the target object: an external id, another lookup field or the id; null if the field is none of
    /// these, or the reference does not refer to the object.
    /// </summary>
    /// <param name="reference">The reference.</param>
    /// <param name="type">The target object; null where it is not named.</param>
    /// <param name="name">The field.</param>
    /// <param name="schema">The org's objects.</param>
    public static SObjectField? FindField(SObjectField reference, string? type, string name, Schema schema) =>
        (type is null || type.Equals(reference.ReferenceTo, StringComparison.OrdinalIgnoreCase))
        && schema.Target(reference).Find(name) is { } field
        && (field.IsExternalId || field.IsIdLookup || field.Type == FieldType.Id) ? field : null;

    /// <summary>The id of the target record.</summary>
    /// <exception cref="ApiException">No record or several records have the key.</exception>
    public string Resolve(RecordStore store)
    {
        var target = store.Schema.Target(Reference);
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
