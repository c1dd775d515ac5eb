using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg;

/// <summary>
/// Permission set groups. Each has a permission set of type Group, which the users of the group are assigned, and which has all that the
/// group's permission sets have.
/// </summary>
internal sealed class PermissionSetGroups(RecordStore records)
{
    private readonly Lock _gate = new();

    private Schema Schema => records.Schema;

    /// <summary>The permission set of a group.</summary>
    public Record SetOf(string groupId) => By(Schema.PermissionSet, "PermissionSetGroupId", groupId)[0];

    /// <summary>Adds the permission set of a new group.</summary>
    public void Complete(Record group, string? userId) => records.Insert(
        Schema.PermissionSet,
        record =>
        {
            record["Name"] = $"X00G_{SalesforceId.Key(group.Id)}";
            record["Label"] = group["MasterLabel"];
            record["PermissionSetGroupId"] = group.Id;
        },
        userId);

    /// <summary>Computes the permission sets of all groups again.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            foreach (var group in records.All(Schema.PermissionSetGroup))
            {
                if (By(Schema.PermissionSet, "PermissionSetGroupId", group.Id) is not [var ofGroup, ..])
                {
                    // Another request has not yet completed the group.
                    continue;
                }

                var sets = By(Schema.PermissionSetGroupComponent, "PermissionSetGroupId", group.Id)
                    .Select(component => records.Find(Schema.PermissionSet, (string)component["PermissionSetId"]!)!)
                    .ToList();
                Refresh(ofGroup, sets);
            }
        }
    }

    private void Refresh(Record ofGroup, List<Record> sets)
    {
        var permissions = SystemPermissions.Fields.Select(field => field.Name).ToList();
        if (permissions.Exists(name => ofGroup[name] is true != sets.Exists(set => set[name] is true)))
        {
            records.Update(ofGroup, record => permissions.ForEach(name => record[name] = sets.Exists(set => set[name] is true)));
        }

        Refresh(Schema.ObjectPermissions, ofGroup, sets, ["SobjectType"]);
        Refresh(Schema.FieldPermissions, ofGroup, sets, ["SobjectType", "Field"]);
        Refresh(Schema.SetupEntityAccess, ofGroup, sets, ["SetupEntityId"]);
    }

    /// <summary>Gives the permission set of a group the rows of an object that the others have.</summary>
    private void Refresh(SObjectType type, Record ofGroup, List<Record> sets, string[] keys)
    {
        string KeyOf(Record row) => string.Join('\n', keys.Select(key => row[key]));
        var wanted = sets.SelectMany(set => By(type, "ParentId", set.Id)).GroupBy(KeyOf, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        var flags = type.Fields.Where(field => field.Type == FieldType.Boolean).Select(field => field.Name).ToList();
        foreach (var row in By(type, "ParentId", ofGroup.Id))
        {
            if (!wanted.Remove(KeyOf(row), out var given))
            {
                records.Erase(row);
            }
            else if (flags.Exists(flag => row[flag] is true != given.Exists(one => one[flag] is true)))
            {
                records.Update(row, changed => Merge(changed, given));
            }
        }

        foreach (var given in wanted.Values)
        {
            records.Insert(type, record =>
            {
                record["ParentId"] = ofGroup.Id;
                Array.ForEach(keys, key => record[key] = given[0][key]);
                Merge(record, given);
            });
        }

        void Merge(Record record, List<Record> given) => flags.ForEach(flag => record[flag] = given.Exists(one => one[flag] is true));
    }

    private List<Record> By(SObjectType type, string fieldName, string id) => records.FindBy(type.Find(fieldName)!, type, id);
}
