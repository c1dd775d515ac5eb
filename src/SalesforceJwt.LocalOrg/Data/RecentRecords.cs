using System.Collections.Concurrent;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>The records that each user viewed recently.</summary>
internal sealed class RecentRecords
{
    private const int MaxRecords = 200;
    private readonly ConcurrentDictionary<string, Record[]> _byUser = new(StringComparer.Ordinal);

    /// <summary>Adds records as the most recent ones.</summary>
    public void Add(string userId, IReadOnlyList<Record> records)
    {
        Record[] seen = [.. records.Take(MaxRecords)];
        _byUser.AddOrUpdate(userId, seen, (_, before) => [.. seen.Concat(before).DistinctBy(record => record.Id).Take(MaxRecords)]);
    }

    /// <summary>The records that a user viewed, most recent first.</summary>
    public IReadOnlyList<Record> Of(string userId) => _byUser.GetValueOrDefault(userId) ?? [];
}
