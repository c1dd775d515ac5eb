using SalesforceJwt.LocalOrg.Audit;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>
/// What follows from a saved or deleted setup record: sessions end, users get what belongs to them, groups are computed
/// again, the audit trail grows.
/// </summary>
internal sealed class SetupChanges(Org org, string userId)
{
    private readonly UserChanges _users = new(org, userId);
    private readonly PermissionChanges _permissions = new(org, userId);

    private Schema Schema => org.Schema;

    public void AfterInsert(Record record)
    {
        if (record.Type == Schema.User)
        {
            org.Users.Complete(record);
            _users.Created(record);
        }
        else if (record.Type == Schema.PermissionSetGroup)
        {
            org.PermissionSetGroups.Complete(record, userId);
        }

        _permissions.Created(record);
        RefreshGroups(record.Type);
    }

    public void AfterUpdate(Record before, Record after)
    {
        org.Users.AfterUpdate(before, after);
        if (after.Type == Schema.User)
        {
            _users.Changed(before, after);
        }
        else if (after.Type == Schema.UserLogin)
        {
            _users.LoginChanged(before, after);
        }

        _permissions.Changed(before, after);
        RefreshGroups(after.Type);
    }

    public void AfterDelete(Record record)
    {
        _permissions.Deleted(record);
        RefreshGroups(record.Type);
    }

    private void RefreshGroups(SObjectType type)
    {
        if (type == Schema.PermissionSet || type == Schema.PermissionSetGroupComponent || type == Schema.SetupEntityAccess
            || type == Schema.ObjectPermissions || type == Schema.FieldPermissions)
        {
            org.PermissionSetGroups.Refresh();
        }
    }
}
