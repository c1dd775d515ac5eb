using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg;

/// <summary>A user of the org, who is also a row of the <c>User</c> object.</summary>
public sealed class OrgUser
{
    // Salesforce's standard policy.
    private const int RememberedPasswords = 3;

    private readonly OrgUsers _users;
    private readonly RecordStore _store;
    private readonly SynchronizedList<string> _formerPasswords = [];
    private IReadOnlyCollection<UserRight> _missingPermissions = [];
    private string? _formerProfile;
    private string? _password;
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

    /// <summary>The password; null: the login page requires none, and the username-password flow fails.</summary>
    public string? Password
    {
        get => _password;
        set
        {
            if (value is not null && value != _password)
            {
                _formerPasswords.Insert(0, value);
            }

            _password = value;
        }
    }

    /// <summary>Whether the user has to change the password at the next log-in, as after a reset.</summary>
    public bool IsPasswordExpired { get; private set; }

    /// <summary>The security token that the username-password flow requires after the password; null for none.</summary>
    public string? SecurityToken { get; set; }

    /// <summary>False: sign-in fails with "inactive user".</summary>
    public bool IsActive
    {
        get => Record["IsActive"] is true;
        set
        {
            _store.Update(Record, record => record["IsActive"] = value);
            if (!value)
            {
                _users.EndSessions(this);
            }
        }
    }

    /// <summary>When the user signed in last: the field <c>LastLoginDate</c>. Null: never.</summary>
    public DateTimeOffset? LastLoginDate
    {
        get => (DateTimeOffset?)Record["LastLoginDate"];
        set => _store.Replace(Record, record => record["LastLoginDate"] = value);
    }

    /// <summary>Number of sign-ins that issued an access token, with any grant, a refresh token included.</summary>
    public int SignIns => Volatile.Read(ref _signIns);

    /// <summary>True: sign-in fails with "user is inactive", and sessions have ended: <c>IsFrozen</c> of the <c>UserLogin</c>.</summary>
    public bool IsFrozen
    {
        get => Login["IsFrozen"] is true;
        set
        {
            _store.Update(Login, record => record["IsFrozen"] = value);
            if (value)
            {
                _users.EndSessions(this);
            }
        }
    }

    /// <summary>
    /// True: sign-in with a password fails as with a wrong one, until <c>IsPasswordLocked</c> of the <c>UserLogin</c> is set to false.
    /// </summary>
    public bool IsPasswordLocked
    {
        get => Login["IsPasswordLocked"] is true;
        set => _store.Update(Login, record => record["IsPasswordLocked"] = value);
    }

    /// <summary>Why the user cannot be deactivated, such as being the default owner of cases; null: can be.</summary>
    public string? DeactivationError { get; set; }

    /// <summary>True: sign-in fails with "ip restricted".</summary>
    public bool IsIpRestricted { get; set; }

    /// <summary>True: sign-in without a browser fails with "authentication failure", as it gives no high-assurance session.</summary>
    public bool RequiresHighAssurance { get; set; }

    /// <summary>
    /// Permissions that the user lacks, whatever profile and permission sets say. Without <see cref="UserRight.ApiEnabled"/>, the user gets
    /// the profile Minimum Access - Salesforce, which has none.
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

            // Cached results of queries, which depend on permissions, are valid for one version of the records.
            _store.Replace(Record, _ => { });
        }
    }

    /// <summary>When the user was changed last.</summary>
    internal DateTimeOffset UpdatedAt => (DateTimeOffset)Record["LastModifiedDate"]!;

    /// <summary>The id of the user's <c>UserPermissionAccess</c>, which is brought up to date.</summary>
    internal string PermissionAccessId => _users.PermissionAccess.IdFor(this);

    private bool IsAdministrator => _store.Find(_store.Schema.Profile, (string)Record["ProfileId"]!)?["Name"] is OrgUsers.Administrator;

    private Record Login => _users.LoginOf(Id);

    private Record Record => _store.Find(_store.Schema.User, Id)!;

    /// <summary>Changes fields of the record, with what follows from it.</summary>
    internal void Change(Action<Record> change)
    {
        var before = Record;
        _users.AfterUpdate(before, _store.Update(before, change));
    }

    internal void SetPassword(string password, DateTimeOffset time, bool isExpired)
    {
        Password = password;
        IsPasswordExpired = isExpired;
        _store.Replace(Record, record => record["LastPasswordChangeDate"] = time);
    }

    /// <summary>Whether a password is one of the last ones.</summary>
    internal bool HasHadPassword(string password) => _formerPasswords.Take(RememberedPasswords).Contains(password, StringComparer.Ordinal);

    internal void CountSignIn(DateTimeOffset time)
    {
        Interlocked.Increment(ref _signIns);
        LastLoginDate = time;
    }

    /// <summary>Whether the profile or a permission set of the user has a permission, which the user does not lack.</summary>
    internal bool Has(UserRight permission)
    {
        if (permission != UserRight.ApiEnabled && MissingPermissions.Contains(permission))
        {
            return false;
        }

        return SystemPermissions.FieldOf(permission) is { } field ? _users.Has(Id, field) : IsAdministrator;
    }

    /// <summary>Whether the user has a permission by its field, which the user does not lack.</summary>
    internal bool Has(string field) =>
        !MissingPermissions.Any(missing => missing != UserRight.ApiEnabled && SystemPermissions.FieldOf(missing) == field)
            && _users.Has(Id, field);

    private void SetProfile(string id) => Change(record => record["ProfileId"] = id);
}
