using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>
/// Body of <c>POST /_localorg/users</c>: adds a user, or changes the given settings of an existing one. An empty password, security token
/// or deactivation error removes it. <paramref name="LastLoginDate"/> is for scripts that look for users who have not signed in for long.
/// </summary>
internal sealed record UserRequest(
    string Username,
    bool Active = true,
    string? Password = null,
    string? SecurityToken = null,
    bool? IsFrozen = null,
    bool? IsPasswordLocked = null,
    bool? IsIpRestricted = null,
    bool? RequiresHighAssurance = null,
    UserRight[]? MissingPermissions = null,
    DateTimeOffset? LastLoginDate = null,
    string? Profile = null,
    string? Role = null,
    string? DeactivationError = null,
    JsonElement? Fields = null)
{
    /// <exception cref="KeyNotFoundException">There is no such profile or role.</exception>
    /// <exception cref="ArgumentException">A value cannot be saved.</exception>
    public void ApplyTo(Org org)
    {
        var fill = Fields is { } fields ? RecordRequest.Reader(org.Schema.User, fields, org.Records) : null;
        var profile = Profile is null ? null : IdOf(org, org.Schema.Profile, Profile);
        var role = Role is null ? null : IdOf(org, org.Schema.UserRole, Role);
        var user = org.Users.Add(Username, Active);
        user.Password = Password is "" ? null : Password ?? user.Password;
        user.SecurityToken = SecurityToken is "" ? null : SecurityToken ?? user.SecurityToken;
        user.DeactivationError = DeactivationError is "" ? null : DeactivationError ?? user.DeactivationError;
        user.IsIpRestricted = IsIpRestricted ?? user.IsIpRestricted;
        user.RequiresHighAssurance = RequiresHighAssurance ?? user.RequiresHighAssurance;
        user.MissingPermissions = MissingPermissions ?? user.MissingPermissions;
        user.LastLoginDate = LastLoginDate ?? user.LastLoginDate;
        user.IsFrozen = IsFrozen ?? user.IsFrozen;
        user.IsPasswordLocked = IsPasswordLocked ?? user.IsPasswordLocked;
        user.Change(record =>
        {
            record["ProfileId"] = profile ?? record["ProfileId"];
            record["UserRoleId"] = role ?? record["UserRoleId"];
            fill?.Invoke(record);
        });
    }

    private static string IdOf(Org org, Data.SObjectType type, string name) =>
        org.Records.FindBy(type.Find("Name")!, type, name) is [var record, ..]
            ? record.Id
            : throw new KeyNotFoundException($"No record of {type.Name} is named '{name}'.");
}
