using System.Text.Json;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>
/// Body of <c>POST /_localorg/records</c>: adds a record, or changes the one with this id. All fields can be set, also those that clients
/// can only read, and no rule but those of the values' types is checked.
/// </summary>
internal sealed record RecordRequest(string Type, JsonElement Fields, string? Id = null)
{
    /// <summary>Saves the record, and returns its id.</summary>
    /// <exception cref="KeyNotFoundException">There is no such object or record.</exception>
    /// <exception cref="ArgumentException">A value cannot be saved.</exception>
    public string SaveIn(Org org)
    {
        var type = org.Schema.Find(Type) ?? throw new KeyNotFoundException($"No object is named '{Type}'.");
        var fill = Reader(type, Fields, org.Records);
        if (Id is null)
        {
            return org.Records.Insert(type, fill).Id;
        }

        var record = org.Records.Find(type, Id) ?? throw new KeyNotFoundException($"No record of {type.Name} has the id '{Id}'.");
        return org.Records.Replace(record, fill).Id;
    }

    /// <summary>Reads the values of fields, to be set in a record.</summary>
    /// <exception cref="ArgumentException">A value cannot be saved.</exception>
    public static Action<Record> Reader(SObjectType type, JsonElement fields, RecordStore store)
    {
        if (fields.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException("The fields must be an object.");
        }

        try
        {
            return RecordInput.ReadUnchecked(type, fields, store).ApplyTo;
        }
        catch (ApiException exception)
        {
            throw new ArgumentException(exception.Message, exception);
        }
    }
}
