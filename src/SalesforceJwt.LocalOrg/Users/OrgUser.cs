using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg;

/// <summary>A user of the org, who is also a row of the <c>User</c> object.</summary>
public sealed class OrgUser
{
    private readonly RecordStore _store;

    internal OrgUser(RecordStore store, string id)
    {
        _store = store;
        Id = id;
    }

    /// <summary>The username: the <c>sub</c> of an assertion.</summary>
    public string Username => (string)Record["Username"]!;

    /// <summary>The user's id of 18 characters.</summary>
    public string Id { get; }

    /// <summary>The display name.</summary>
    public string Name => (string)Record["Name"]!;

    /// <summary>When the user was changed last.</summary>
    internal DateTimeOffset UpdatedAt => (DateTimeOffset)Record["LastModifiedDate"]!;

    /// <summary>The password; null: the login page requires none, and the username-password flow fails.</summary>
    public string? Password { get; set; }

    /// <summary>The security token that the username-password flow requires after the password; null for none.</summary>
    public string? SecurityToken { get; set; }

    /// <summary>False: sign-in fails with "inactive user".</summary>
    public bool IsActive
    {
        get => Record["IsActive"] is true;
        set => _store.Update(Record, record => record["IsActive"] = value);
    }

    /// <summary>When the user signed in last: the field <c>LastLoginDate</c>. Null: never.</summary>
    public DateTimeOffset? LastLoginDate
    {
        get => (DateTimeOffset?)Record["LastLoginDate"];
        set => _store.Replace(Record, record => record["LastLoginDate"] = value);
    }

    /// <summary>True: sign-in fails with "user is inactive", as for a frozen user.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>True: sign-in fails with "ip restricted".</summary>
    public bool IsIpRestricted { get; set; }

    /// <summary>True: sign-in without a browser fails with "authentication failure", as it gives no high-assurance session.</summary>
    public bool RequiresHighAssurance { get; set; }

    /// <summary>
    /// Permissions that the user lacks. A System Administrator has all others, a Standard User only
    /// <see cref="UserRight.ApiEnabled"/>.
    /// </summary>
    public IReadOnlyCollection<UserRight> MissingPermissions { get; set; } = [];

    internal bool Has(UserRight permission) =>
        !MissingPermissions.Contains(permission) && (permission == UserRight.ApiEnabled || IsAdministrator);

    private bool IsAdministrator => _store.Find(_store.Schema.Profile, (string)Record["ProfileId"]!)?["Name"] is OrgUsers.Administrator;

    private Record Record => _store.Find(_store.Schema.User, Id)!;
}
