using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg;

/// <summary>
/// Keeps a <c>UserPermissionAccess</c> record for each user who queries it: what profile and permission sets give the user. Each user sees
/// the own one only.
/// </summary>
internal sealed class PermissionAccess(RecordStore records)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _ids = [];

    private SObjectType Type => records.Schema.UserPermissionAccess;

    /// <summary>The id of a user's record, which is up to date.</summary>
    public string IdFor(OrgUser user)
    {
        lock (_gate)
        {
            var values = SystemPermissions.Fields.Select(field => (field.Name, Value: (object)user.Has(field.Name))).ToList();
            if (!_ids.TryGetValue(user.Id, out var id) || records.Find(Type, id) is not { } record)
            {
                return _ids[user.Id] = records.Insert(Type, Fill).Id;
            }

            if (values.Exists(value => !value.Value.Equals(record[value.Name])))
            {
                records.Replace(record, Fill);
            }

            return id;

            void Fill(Record changed)
            {
                changed["LastCacheUpdate"] = records.Now;
                values.ForEach(value => changed[value.Name] = value.Value);
            }
        }
    }
}
