using System.Text.Json;
using SalesforceJwt.Core.Records;

namespace SalesforceJwt.Core.Admin;

/// <summary>A change to a user that is to be made.</summary>
/// <param name="User">The user.</param>
/// <param name="Change">The change, as users see it.</param>
/// <param name="Row">The record to save or delete; null if the user already has that state.</param>
internal sealed record PlannedChange(SfUserAccount User, string Change, RecordRow? Row)
{
    /// <summary>The operation that the record needs.</summary>
    public RecordAction Action { get; private init; } = RecordAction.Update;

    /// <summary>When it is made: those of a lower number come first, in requests of their own.</summary>
    public int Phase { get; init; }

    /// <summary>A change that is not needed.</summary>
    public static PlannedChange None(SfUserAccount user, string change) => new(user, change, Row: null);

    /// <summary>A change that cannot be made.</summary>
    public static PlannedChange Fails(SfUserAccount user, string change, SfException error) =>
        new(user, change, new RecordRow { Number = 1, Name = user.Username, Fault = error });

    /// <summary>A record with the given fields; those of one that exists have its <c>Id</c>.</summary>
    /// <param name="type">API name of the object.</param>
    public static PlannedChange Save(SfUserAccount user, string change, string type, params (string Name, object? Value)[] fields)
    {
        var content = new Dictionary<string, object?> { ["attributes"] = new Dictionary<string, string> { ["type"] = type } };
        foreach (var (name, value) in fields)
        {
            content[name] = value;
        }

        return new PlannedChange(user, change, new RecordRow
        {
            Number = 1,
            Name = user.Username,
            Type = type,
            Key = content.GetValueOrDefault("Id") as string,
            Json = JsonSerializer.SerializeToUtf8Bytes(content),
        })
        {
            Action = content.ContainsKey("Id") ? RecordAction.Update : RecordAction.Create,
        };
    }

    /// <summary>A record to be deleted.</summary>
    public static PlannedChange Delete(SfUserAccount user, string change, string id) =>
        new(user, change, new RecordRow { Number = 1, Name = user.Username, Key = id }) { Action = RecordAction.Delete };
}
