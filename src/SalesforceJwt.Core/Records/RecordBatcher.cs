namespace SalesforceJwt.Core.Records;

/// <summary>
/// Collects records into requests, in their order: at most 200, at most ten groups of one object each, one object where the request's
/// path names it (REST API Developer Guide: "sObject Collections"); and setup objects apart from data.
/// </summary>
/// <param name="options">How they are saved.</param>
internal sealed class RecordBatcher(RecordOptions options)
{
    private const int MostGroups = 10;

    // Half of what Salesforce accepts, and small enough to keep several batches in memory.
    private const int MostBytes = 25 * 1024 * 1024;

    private List<RecordRow> _rows = [];
    private int _groups;
    private int _bytes;

    /// <summary>Adds a record.</summary>
    /// <param name="row">The record.</param>
    /// <returns>A batch that is ready to be sent; null if there is none yet.</returns>
    public IReadOnlyList<RecordRow>? Add(RecordRow row)
    {
        var opensGroup = _rows.Count == 0 || !Group(row).Equals(Group(_rows[^1]), StringComparison.OrdinalIgnoreCase);
        var most = options.Action == RecordAction.Upsert ? 1 : MostGroups;
        var ready = _rows.Count > 0 && ((opensGroup && (_groups == most || IsMixed(row))) || _bytes + row.Json.Length > MostBytes)
            ? Flush() : null;
        _groups += opensGroup || ready is not null ? 1 : 0;
        _bytes += row.Json.Length;
        _rows.Add(row);
        return ready ?? (_rows.Count >= options.BatchSize ? Flush() : null);
    }

    /// <summary>The remaining records; none if all were returned.</summary>
    public IReadOnlyList<RecordRow> Flush()
    {
        var rows = _rows;
        (_rows, _groups, _bytes) = ([], 0, 0);
        return rows;
    }

    private bool IsMixed(RecordRow row) => SetupObjects.Has(Group(row)) != SetupObjects.Has(Group(_rows[^1]));

    /// <summary>The object of a record; of an id its first three characters, the key prefix of the object.</summary>
    private string Group(RecordRow row) =>
        options is { Action: RecordAction.Delete, FindsIds: false } && row.Key is { Length: > 3 } id ? id[..3] : row.Type;
}
