using System.Collections.Concurrent;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg;

/// <summary>The users of the org, by username: the rows of the <c>User</c> object. Thread-safe.</summary>
public sealed class OrgUsers
{
    internal const string Administrator = "System Administrator";

    private readonly RecordStore _records;
    private readonly ConcurrentDictionary<string, OrgUser> _users = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly string _administrator;

    internal OrgUsers(RecordStore records)
    {
        _records = records;
        PermissionAccess = new PermissionAccess(records);
        SetupSeed.Fill(records);
        _administrator = Profile(Administrator)!.Id;
        MinimumAccess = Profile(SetupSeed.MinimumAccess)!.Id;
        records.BeforeReading(Assignments, EndExpired);
    }

    /// <summary>The id of the profile without any permission.</summary>
    internal string MinimumAccess { get; }

    /// <summary>What users may do, as they can query it.</summary>
    internal PermissionAccess PermissionAccess { get; }

    /// <summary>Ends all sessions of a user.</summary>
    internal Action<OrgUser> EndSessions { get; set; } = _ => { };

    /// <summary>All users.</summary>
    public IReadOnlyCollection<OrgUser> All => [.. _records.All(_records.Schema.User).Select(Wrap)];

    private SObjectType Assignments => _records.Schema.PermissionSetAssignment;

    /// <summary>The user with this username, in any case; null if there is none.</summary>
    public OrgUser? Find(string username) =>
        _records.FindBy(_records.Schema.User.Find("Username")!, _records.Schema.User, username) is [var record, ..] ? Wrap(record) : null;

    /// <summary>Adds a user, or sets whether an existing one is active.</summary>
    public OrgUser Add(string username, bool active = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(username);
        lock (_gate)
        {
            var user = Find(username) ?? Wrap(Insert(username));
            user.IsActive = active;
            return user;
        }
    }

    /// <summary>The user with this id; null if there is none.</summary>
    internal OrgUser? FindById(string id) => _records.Find(_records.Schema.User, id) is { } record ? Wrap(record) : null;

    /// <exception cref="KeyNotFoundException">There is no such user.</exception>
    internal OrgUser Get(string username) => Find(username) ?? throw new KeyNotFoundException($"No user is named '{username}'.");

    /// <summary>The profile with this name; null if there is none.</summary>
    internal Record? Profile(string name) => One(_records.Schema.Profile, "Name", name);

    /// <summary>Whether a permission set of the user, or the profile, has a permission.</summary>
    internal bool Has(string userId, string permission) => _records.FindBy(Assignments.Find("AssigneeId")!, Assignments, userId).Exists(
        assignment => assignment["IsActive"] is true && !IsExpired(assignment) && SetOf(assignment)[permission] is true);

    /// <summary>The <c>UserLogin</c> record: whether a user is frozen or locked out.</summary>
    internal Record LoginOf(string userId) => One(_records.Schema.UserLogin, "UserId", userId)!;

    /// <summary>Adds what Salesforce adds to a new user: the profile's permission set, and the record of the user's sign-in.</summary>
    internal void Complete(Record user)
    {
        AssignProfile(user);
        _records.Insert(_records.Schema.UserLogin, record => record["UserId"] = user.Id);
    }

    /// <summary>
    /// Does what follows from a change of a <c>User</c> or <c>UserLogin</c>: a new profile's permission set is assigned, and the sessions
    /// of users who are deactivated or frozen end.
    /// </summary>
    internal void AfterUpdate(Record before, Record after)
    {
        if (after.Type == _records.Schema.User)
        {
            if (!Equals(before["ProfileId"], after["ProfileId"]))
            {
                AssignProfile(after);
            }

            if (before["IsActive"] is true && after["IsActive"] is not true)
            {
                EndSessions(Wrap(after));
            }
        }
        else if (after.Type == _records.Schema.UserLogin
            && before["IsFrozen"] is not true
            && after["IsFrozen"] is true
            && FindById((string)after["UserId"]!) is { } user)
        {
            EndSessions(user);
        }
    }

    /// <summary>Assigns the permission set that a user's profile owns, as Salesforce does for every user.</summary>
    private void AssignProfile(Record user)
    {
        foreach (var former in _records.FindBy(Assignments.Find("AssigneeId")!, Assignments, user.Id).Where(IsOfProfile))
        {
            _records.Erase(former);
        }

        var set = _records.All(_records.Schema.PermissionSet).First(set => set["ProfileId"] is string id && id.Equals(user["ProfileId"]));
        _records.Insert(Assignments, record =>
        {
            record["AssigneeId"] = user.Id;
            record["PermissionSetId"] = set.Id;
        });
    }

    /// <summary>Ends the assignments whose expiry is over. They stay, without effect.</summary>
    private void EndExpired()
    {
        foreach (var assignment in _records.All(Assignments).Where(assignment => assignment["IsActive"] is true && IsExpired(assignment)))
        {
            _records.Replace(assignment, record => record["IsActive"] = false);
        }
    }

    private bool IsExpired(Record assignment) => assignment["ExpirationDate"] is DateTimeOffset expiry && expiry <= _records.Now;

    private bool IsOfProfile(Record assignment) => SetOf(assignment)["IsOwnedByProfile"] is true;

    private Record SetOf(Record assignment) => _records.Find(_records.Schema.PermissionSet, (string)assignment["PermissionSetId"]!)!;

    private OrgUser Wrap(Record record) => _users.GetOrAdd(record.Id, id => new OrgUser(this, _records, id));

    private Record? One(SObjectType type, string fieldName, string value) =>
        _records.FindBy(type.Find(fieldName)!, type, value).FirstOrDefault();

    private Record Insert(string username)
    {
        var name = username.Split('@')[0];
        var user = _records.Insert(_records.Schema.User, record =>
        {
            record["Username"] = username;
            record["LastName"] = name;
            record["Email"] = username;
            record["Alias"] = name[..Math.Min(8, name.Length)];
            record["UserType"] = "Standard";
            record["ProfileId"] = _administrator;
            record["TimeZoneSidKey"] = "GMT";
            record["LocaleSidKey"] = "en_US";
            record["EmailEncodingKey"] = "UTF-8";
            record["LanguageLocaleKey"] = "en_US";
        });
        Complete(user);
        return user;
    }
}
