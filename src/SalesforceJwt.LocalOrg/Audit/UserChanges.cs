using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Audit;

/// <summary>Writes changes of users to the audit trail, with Salesforce's actions and texts.</summary>
internal sealed class UserChanges(Org org, string userId)
{
    private const string None = "<None Specified>";

    /// <summary>A user in the texts of the audit trail.</summary>
    public static string Describe(Record user) => $"{user["Name"]} (UserID: [{SalesforceId.Key(user.Id)}])";

    public void Created(Record user) => Add("createduser", $"Created new user {user["Name"]}");

    public void Changed(Record before, Record after)
    {
        var (wasActive, isActive) = (before["IsActive"] is true, after["IsActive"] is true);
        if (wasActive != isActive)
        {
            Add(isActive ? "activateduser" : "deactivateduser", $"{(isActive ? "Activated" : "Deactivated")} user {Describe(after)}");
        }

        if (HasChanged("ProfileId", before, after))
        {
            Add(
                "changedprofileforuserstdtostd",
                $"Changed profile for user {after["Name"]} from {NameOf(before["ProfileId"])} to {NameOf(after["ProfileId"])}");
        }

        if (HasChanged("UserRoleId", before, after))
        {
            Add(
                before["UserRoleId"] is null ? "changedroleforuserfromnone"
                    : after["UserRoleId"] is null ? "changedroleforusertonone" : "changedroleforuser",
                $"Changed role for user {after["Name"]} from {NameOf(before["UserRoleId"])} to {NameOf(after["UserRoleId"])}");
        }

        if (HasChanged("Username", before, after))
        {
            Add("changedusername", $"Changed username for {SalesforceId.Key(after.Id)} from {before["Username"]} to {after["Username"]}");
        }

        AddChange("changedemail", "email", "Email", before, after);
        AddChange("changedfederationid", "federation id", "FederationIdentifier", before, after);
        if (HasChanged("ManagerId", before, after))
        {
            Add(
                "changedManager",
                $"The manager for user {Describe(after)} changed from {NameOf(before["ManagerId"])} to {NameOf(after["ManagerId"])}");
        }
    }

    public void LoginChanged(Record before, Record after)
    {
        var user = org.Records.Find(org.Schema.User, (string)after["UserId"]!)!;
        if (HasChanged("IsFrozen", before, after))
        {
            var isFrozen = after["IsFrozen"] is true;
            Add(isFrozen ? "frozeuser" : "unfrozeuser", $"{(isFrozen ? "Froze" : "Unfroze")} user account for {user["Name"]}");
        }

        if (HasChanged("IsPasswordLocked", before, after))
        {
            Add("unlockeduser", $"Unlocked user {user["Username"]} (UserID: [{SalesforceId.Key(user.Id)}])");
        }
    }

    public void PasswordSet(Record user) => Add("changedpassword", $"Set new password for user {user["Name"]}");

    public void PasswordReset(Record user) => Add("resetpassword", $"Reset password for user {user["Name"]}");

    private static bool HasChanged(string field, Record before, Record after) => !Equals(before[field], after[field]);

    private void AddChange(string action, string label, string field, Record before, Record after)
    {
        if (HasChanged(field, before, after))
        {
            Add(action, $"Changed {label} for user {Describe(after)} from {before[field] ?? "null"} to {after[field] ?? "null"}");
        }
    }

    private object? NameOf(object? id) =>
        id is string text && org.Schema.FindById(text) is { } type ? org.Records.Find(type, text)?["Name"] : None;

    private void Add(string action, string display) => org.AuditTrail.Add(action, AuditTrail.Users, display, userId);
}
