using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg;

/// <summary>A user of the org, who is also a row of the <c>User</c> object.</summary>
public sealed class OrgUser
{
    private readonly RecordStore store;

    internal OrgUser(RecordStore store, string username, string id)
    {
        this.store = store;
        Username = username;
        Id = id;
    }

    /// <summary>The username: the <c>sub</c> of an assertion.</summary>
    public string Username { get; }

    /// <summary>The user's id of 18 characters.</summary>
    public string Id { get; }

    /// <summary>The name that people see.</summary>
    public string Name => store.Find(Schema.User, Id)?["Name"] as string ?? Username;

    /// <summary>When the user was changed last.</summary>
    internal DateTimeOffset UpdatedAt => (DateTimeOffset)store.Find(Schema.User, Id)!["LastModifiedDate"]!;

    /// <summary>The password; null for a user whom the login page asks for none and the username-password flow refuses.</summary>
    public string? Password { get; set; }

    /// <summary>What the username-password flow wants after the password; null for nothing.</summary>
    public string? SecurityToken { get; set; }

    /// <summary>False: sign-in fails with "inactive user".</summary>
    public bool IsActive
    {
        get => store.Find(Schema.User, Id)?["IsActive"] is true;
        set => store.Update(store.Find(Schema.User, Id)!, record => record["IsActive"] = value);
    }

    /// <summary>True: sign-in fails with "user is inactive", as for a frozen user.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>True: sign-in fails with "ip restricted".</summary>
    public bool IsIpRestricted { get; set; }

    /// <summary>True: sign-in fails with "authentication failure", since a JWT sign-in is no high-assurance session.</summary>
    public bool RequiresHighAssurance { get; set; }
}
