using System.Collections.Concurrent;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>The records that each user saw last.</summary>
internal sealed class RecentRecords
{
    private const int MaxRecords = 200;
    private readonly ConcurrentDictionary<string, Record[]> byUser = new(StringComparer.Ordinal);

    /// <summary>Remembers records as seen now.</summary>
    public void Add(string userId, IReadOnlyList<Record> records)
    {
        Record[] seen = [.. records.Take(MaxRecords)];
        byUser.AddOrUpdate(userId, seen, (_, before) => [.. seen.Concat(before).DistinctBy(record => record.Id).Take(MaxRecords)]);
    }

    /// <summary>The records that a user saw, the last one first.</summary>
    public IReadOnlyList<Record> Of(string userId) => byUser.GetValueOrDefault(userId) ?? [];
}
