using System.Runtime.CompilerServices;
using System.Text.Json;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Query.Soql;

namespace SalesforceJwt.Core.Admin;

/// <summary>Reads entries of a log, the newest first, and no more pages than are needed.</summary>
internal sealed record LogQuery<T>
{
    /// <summary>The fields and the object.</summary>
    public required string Select { get; init; }

    /// <summary>The field of the time.</summary>
    public required string TimeField { get; init; }

    /// <summary>Reads an entry.</summary>
    public required Func<JsonElement, T> Read { get; init; }

    /// <summary>The time of an entry.</summary>
    public required Func<T, DateTimeOffset?> Time { get; init; }

    /// <summary>The period; null for any time.</summary>
    public LogPeriod? Period { get; init; }

    /// <summary>The field that <see cref="Keys"/> are values of.</summary>
    public required string KeyField { get; init; }

    /// <summary>Only entries with one of these values; null for all.</summary>
    public IReadOnlyList<string>? Keys { get; init; }

    /// <summary>Further conditions of SOQL.</summary>
    public IReadOnlyList<string> Conditions { get; init; } = [];

    /// <summary>A condition that Salesforce cannot check: several fields of logs cannot be filtered by. Null for none.</summary>
    public Predicate<T>? Filter { get; init; }

    /// <summary>The most entries to read; null for all.</summary>
    public int? First { get; init; }

    /// <summary>Reads the entries.</summary>
    /// <returns>The entries, page by page.</returns>
    public IAsyncEnumerable<List<T>> ReadAsync(LookUp query, CancellationToken cancellationToken) =>
        Keys?.Chunk(LookUp.MostInList).ToList() is { Count: > 1 } several
            ? MergeAsync(query, several, cancellationToken) : ReadAsync(query, Keys, cancellationToken);

    private async IAsyncEnumerable<List<T>> ReadAsync(
        LookUp query, IReadOnlyList<string>? keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var remaining = First ?? int.MaxValue;
        await foreach (var page in query.ReadPagesAsync(Soql(keys), Read, cancellationToken).ConfigureAwait(false))
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

    /// <summary>Keys that do not fit into one query: the results of several queries are needed to find the newest.</summary>
    private async IAsyncEnumerable<List<T>> MergeAsync(
        LookUp query, List<string[]> keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = new List<T>();
        foreach (var some in keys)
        {
            all.AddRange(await ReadAsync(query, some, cancellationToken).JoinAsync().ConfigureAwait(false));
        }

        yield return [.. all.OrderByDescending(Time).Take(First ?? int.MaxValue)];
    }

    private string Soql(IReadOnlyList<string>? keys)
    {
        List<string> conditions = [.. Period?.Conditions(TimeField) ?? [], .. Conditions];
        if (keys is not null)
        {
            conditions.Add($"{KeyField} IN ({SoqlLiteral.ListOf(keys)})");
        }

        var limit = First is { } first && Filter is null ? FormattableString.Invariant($" LIMIT {first}") : string.Empty;
        var where = conditions.Count == 0 ? string.Empty : " WHERE " + string.Join(" AND ", conditions);
        return $"{Select}{where} ORDER BY {TimeField} DESC NULLS LAST{limit}";
    }
}
