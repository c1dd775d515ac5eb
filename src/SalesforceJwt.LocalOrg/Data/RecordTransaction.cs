namespace SalesforceJwt.LocalOrg.Data;

/// <summary>The changes of one request, rolled back unless committed. A nested transaction is rolled back with the outer one.</summary>
internal sealed class RecordTransaction(RecordTransaction? outer, Action<RecordTransaction> end) : IDisposable
{
    private readonly List<(RecordTable Table, int Position, Record? Before)> _changes = [];
    private bool _isCommitted;

    /// <summary>The outer transaction.</summary>
    public RecordTransaction? Outer => outer;

    /// <summary>Logs the record at a position before a change.</summary>
    public void Log(RecordTable table, int position, Record? before) => _changes.Add((table, position, before));

    /// <summary>Commits the changes, subject to the outer transaction.</summary>
    public void Commit() => _isCommitted = true;

    /// <summary>Ends the transaction.</summary>
    public void Dispose() => end(this);

    /// <summary>Passes the changes to the outer transaction, or rolls them back.</summary>
    public void Complete()
    {
        if (_isCommitted)
        {
            outer?._changes.AddRange(_changes);
            return;
        }

        for (var i = _changes.Count - 1; i >= 0; i--)
        {
            _changes[i].Table.Set(_changes[i].Position, _changes[i].Before);
        }
    }
}
