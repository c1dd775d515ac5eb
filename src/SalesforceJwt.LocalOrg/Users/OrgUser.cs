using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg;

/// <summary>A user of the org, who is also a row of the <c>User</c> object.</summary>
public sealed class OrgUser
{
    private readonly OrgUsers _users;
    private readonly RecordStore _store;
    private IReadOnlyCollection<UserRight> _missingPermissions = [];
    private string? _formerProfile;
    private int _signIns;

    internal OrgUser(OrgUsers users, RecordStore store, string id)
    {
        _users = users;
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

    /// <summary>Number of sign-ins that issued an access token, with any grant, a refresh token included.</summary>
    public int SignIns => Volatile.Read(ref _signIns);

    /// <summary>True: sign-in fails with "user is inactive", as for a frozen user.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>True: sign-in fails with "ip restricted".</summary>
    public bool IsIpRestricted { get; set; }

    /// <summary>True: sign-in without a browser fails with "authentication failure", as it gives no high-assurance session.</summary>
    public bool RequiresHighAssurance { get; set; }

    /// <summary>
    /// Permissions that the user lacks. A System Administrator has all others, a Standard User only
    /// <see cref="UserRight.ApiEnabled"/>. Without that one, the user gets the profile Minimum Access - Salesforce, which has none.
    /// </summary>
    public IReadOnlyCollection<UserRight> MissingPermissions
    {
        get => _missingPermissions;
        set
        {
            _missingPermissions = value;
            var (lacksApi, profile) = (value.Contains(UserRight.ApiEnabled), (string)Record["ProfileId"]!);
            if (lacksApi && profile != _users.MinimumAccess)
            {
                _formerProfile = profile;
                SetProfile(_users.MinimumAccess);
            }
            else if (!lacksApi && profile == _users.MinimumAccess && _formerProfile is not null)
            {
                SetProfile(_formerProfile);
            }
        }
    }

    internal void CountSignIn(DateTimeOffset time)
    {
        Interlocked.Increment(ref _signIns);
        LastLoginDate = time;
    }

    internal bool Has(UserRight permission) =>
        permission == UserRight.ApiEnabled ? _users.HasApi(Id) : IsAdministrator && !MissingPermissions.Contains(permission);

    private bool IsAdministrator => _store.Find(_store.Schema.Profile, (string)Record["ProfileId"]!)?["Name"] is OrgUsers.Administrator;

    private void SetProfile(string id) => _users.AssignProfile(_store.Update(Record, record => record["ProfileId"] = id));

    private Record Record => _store.Find(_store.Schema.User, Id)!;
}
