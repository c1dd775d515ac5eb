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
        _administrator = AddProfile(Administrator, "X00e_SystemAdministrator");
        AddProfile("Standard User", "X00e_StandardUser");
        MinimumAccess = AddProfile("Minimum Access - Salesforce", "X00e_MinimumAccess", hasApi: false);
    }

    /// <summary>The id of the profile without any permission.</summary>
    internal string MinimumAccess { get; }

    /// <summary>All users.</summary>
    public IReadOnlyCollection<OrgUser> All => [.. _records.All(_records.Schema.User).Select(Wrap)];

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

    /// <summary>Whether a permission set of the user, or the profile, has the permission "API Enabled".</summary>
    internal bool HasApi(string userId) => _records.FindBy(Assignments.Find("AssigneeId")!, Assignments, userId).Exists(
        assignment => SetOf(assignment)[SetupObjects.ApiEnabled] is true);

    /// <summary>Assigns the permission set that a user's profile owns, as Salesforce does for every user.</summary>
    internal void AssignProfile(Record user)
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

    private bool IsOfProfile(Record assignment) => SetOf(assignment)["IsOwnedByProfile"] is true;

    private Record SetOf(Record assignment) => _records.Find(_records.Schema.PermissionSet, (string)assignment["PermissionSetId"]!)!;

    private SObjectType Assignments => _records.Schema.PermissionSetAssignment;

    private OrgUser Wrap(Record record) => _users.GetOrAdd(record.Id, id => new OrgUser(this, _records, id));

    private string AddProfile(string name, string permissionSetName, bool hasApi = true)
    {
        var profile = _records.Insert(_records.Schema.Profile, record =>
        {
            record["Name"] = name;
            record["UserType"] = "Standard";
            record[SetupObjects.ApiEnabled] = hasApi;
        });
        _records.Insert(_records.Schema.PermissionSet, record =>
        {
            record["Name"] = permissionSetName;
            record["Label"] = name;
            record["ProfileId"] = profile.Id;
            record[SetupObjects.ApiEnabled] = hasApi;
        });
        return profile.Id;
    }

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
        AssignProfile(user);
        return user;
    }
}
