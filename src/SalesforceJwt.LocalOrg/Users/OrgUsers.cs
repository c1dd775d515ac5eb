using System.Collections.Concurrent;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg;

/// <summary>The users of the org, by username. Thread-safe.</summary>
public sealed class OrgUsers
{
    private readonly RecordStore _records;
    private readonly ConcurrentDictionary<string, OrgUser> _users = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _gate = new();

    internal OrgUsers(RecordStore records) => _records = records;

    /// <summary>All users.</summary>
    public IReadOnlyCollection<OrgUser> All => [.. _users.Values];

    /// <summary>The user with this username, in any case; null if there is none.</summary>
    public OrgUser? Find(string username) => _users.GetValueOrDefault(username);

    /// <summary>Adds a user, or sets whether an existing one is active.</summary>
    public OrgUser Add(string username, bool active = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(username);
        lock (_gate)
        {
            var user = _users.GetOrAdd(username, Insert);
            user.IsActive = active;
            return user;
        }
    }

    /// <exception cref="KeyNotFoundException">There is no such user.</exception>
    internal OrgUser Get(string username) => Find(username) ?? throw new KeyNotFoundException($"No user is named '{username}'.");

    private OrgUser Insert(string username)
    {
        var record = _records.Insert(Schema.User, record =>
        {
            record["Username"] = username;
            record["LastName"] = username.Split('@')[0];
            record["Name"] = record["LastName"];
            record["Email"] = username;
            record["UserType"] = "Standard";
        });
        return new OrgUser(_records, username, record.Id);
    }
}
