using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg;

/// <summary>How many user licenses and permission set licenses are used.</summary>
internal sealed class Licenses
{
    private readonly RecordStore _records;

    public Licenses(RecordStore records)
    {
        _records = records;
        records.BeforeReading(Schema.UserLicense, () => Count(Schema.UserLicense, UsersOf));
        records.BeforeReading(Schema.PermissionSetLicense, () => Count(Schema.PermissionSetLicense, AssigneesOf));
    }

    private Schema Schema => _records.Schema;

    /// <summary>The user license of a profile; null if it has none.</summary>
    public Record? OfProfile(string profileId) =>
        _records.Find(Schema.Profile, profileId)?["UserLicenseId"] is string id ? _records.Find(Schema.UserLicense, id) : null;

    private void Count(SObjectType type, Func<Record, int> used)
    {
        foreach (var license in _records.All(type))
        {
            if (used(license) is var count && (int?)license["UsedLicenses"] != count)
            {
                _records.Replace(license, record => record["UsedLicenses"] = count);
            }
        }
    }

    private int UsersOf(Record license) => By(Schema.Profile, "UserLicenseId", license.Id)
        .Sum(profile => By(Schema.User, "ProfileId", profile.Id).Count(user => user["IsActive"] is true));

    private int AssigneesOf(Record license) => By(Schema.PermissionSetLicenseAssign, "PermissionSetLicenseId", license.Id).Count;

    private List<Record> By(SObjectType type, string fieldName, string id) => _records.FindBy(type.Find(fieldName)!, type, id);
}
