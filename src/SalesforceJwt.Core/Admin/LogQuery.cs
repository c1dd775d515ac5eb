using System.Runtime.CompilerServices;
using System.Text.Json;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Query.Soql;

namespace SalesforceJwt.Core.Admin;

/// <summary>Reads entries of a log, the newest first, and no more pages than are needed.</summary>
internal sealed record LogQuery<T>
{
    // A query's URL may have about 16 KB.
    private const int MostInList = 250;

    /// <summary>The fields and the object.</summary>
    public required string Select { get; init; }

    /// <summary>The field of the time.</summary>
    public required string TimeField { get; init; }

    /// <summary>The field of the user.</summary>
    public required string UserField { get; init; }

    /// <summary>Reads an entry.</summary>
    public required Func<JsonElement, T> Read { get; init; }

    /// <summary>The time of an entry.</summary>
    public required Func<T, DateTimeOffset?> Time { get; init; }

    /// <summary>The period.</summary>
    public required LogPeriod Period { get; init; }

    /// <summary>Ids of the users; null for all.</summary>
    public IReadOnlyList<string>? Users { get; init; }

    /// <summary>Further conditions of SOQL.</summary>
    public IReadOnlyList<string> Conditions { get; init; } = [];

    /// <summary>A condition that Salesforce cannot check: several fields of logs cannot be filtered by. Null for none.</summary>
    public Predicate<T>? Filter { get; init; }

    /// <summary>The most entries to read; null for all.</summary>
    public int? First { get; init; }

    /// <summary>Reads the entries.</summary>
    /// <returns>The entries, page by page.</returns>
    public IAsyncEnumerable<List<T>> ReadAsync(LookUp query, CancellationToken cancellationToken) =>
        Users?.Chunk(MostInList).ToList() is { Count: > 1 } several
            ? MergeAsync(query, several, cancellationToken) : ReadAsync(query, Users, cancellationToken);

    private async IAsyncEnumerable<List<T>> ReadAsync(
        LookUp query, IReadOnlyList<string>? users, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var remaining = First ?? int.MaxValue;
        await foreach (var page in query.ReadPagesAsync(Soql(users), Read, cancellationToken).ConfigureAwait(false))
        {
            var found = Filter is null ? page : page.FindAll(Filter);
            found = found.Count > remaining ? found[..remaining] : found;
            remaining -= found.Count;
            yield return found;
            if (remaining == 0)
            {
                yield break;
            }
        }
    }

    /// <summary>Users that do not fit into one query: the lists of several have to be known to find the newest.</summary>
    private async IAsyncEnumerable<List<T>> MergeAsync(
        LookUp query, List<string[]> users, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = new List<T>();
        foreach (var some in users)
        {
            await foreach (var page in ReadAsync(query, some, cancellationToken).ConfigureAwait(false))
            {
                all.AddRange(page);
            }
        }

        yield return [.. all.OrderByDescending(Time).Take(First ?? int.MaxValue)];
    }

    private string Soql(IReadOnlyList<string>? users)
    {
        List<string> conditions = [.. Period.Conditions(TimeField), .. Conditions];
        if (users is not null)
        {
            conditions.Add($"{UserField} IN ({SoqlLiteral.ListOf(users)})");
        }

        var limit = First is { } first && Filter is null ? FormattableString.Invariant($" LIMIT {first}") : string.Empty;
        return $"{Select} WHERE {string.Join(" AND ", conditions)} ORDER BY {TimeField} DESC{limit}";
    }
}
