using System.Text.Json;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>
/// Body of <c>POST /_localorg/records</c>: adds a record, or changes the one with this id. All fields can be set, also those that clients
/// can only read, and no rule but those of the values' types is checked; but a user needs a profile.
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
            var added = org.Records.Insert(type, fill);
            if (type == org.Schema.User)
            {
                org.Users.Complete(added);
            }
            else if (type == org.Schema.PermissionSetGroup)
            {
                org.PermissionSetGroups.Complete(added, userId: null);
            }

            return added.Id;
        }

        var record = org.Records.Find(type, Id) ?? throw new KeyNotFoundException($"No record of {type.Name} has the id '{Id}'.");
        org.Users.AfterUpdate(record, org.Records.Replace(record, fill));
        return record.Id;
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
            var input = RecordInput.ReadUnchecked(type, fields, store);
            return type != store.Schema.User ? input.ApplyTo : record =>
            {
                input.ApplyTo(record);
                CheckProfile(record, store);
            };
        }
        catch (ApiException exception)
        {
            throw new ArgumentException(exception.Message, exception);
        }
    }

    /// <summary>Checks that a user has a profile whose permission set can be assigned.</summary>
    private static void CheckProfile(Record user, RecordStore store)
    {
        if (user["ProfileId"] is not string id || store.FindBy(Sets(store).Find("ProfileId")!, Sets(store), id).Count == 0)
        {
            throw new ArgumentException("The ProfileId of a user must be the id of a profile.");
        }
    }

    private static SObjectType Sets(RecordStore store) => store.Schema.PermissionSet;
}
