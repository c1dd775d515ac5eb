namespace SalesforceJwt.LocalOrg.Data;

/// <summary>What one request has changed, to be undone unless it is committed. One inside another is undone with the outer one.</summary>
internal sealed class RecordTransaction(RecordTransaction? outer, Action<RecordTransaction> end) : IDisposable
{
    private readonly List<(RecordTable Table, int Position, Record? Before)> changes = [];
    private bool isCommitted;

    /// <summary>The transaction that this one is inside of.</summary>
    public RecordTransaction? Outer => outer;

    /// <summary>Notes what was in a place before a change.</summary>
    public void Note(RecordTable table, int position, Record? before) => changes.Add((table, position, before));

    /// <summary>Lets the changes stand, as far as the outer transaction does.</summary>
    public void Commit() => isCommitted = true;

    /// <summary>Ends the transaction.</summary>
    public void Dispose() => end(this);

    /// <summary>Hands the changes to the outer transaction, or takes them back.</summary>
    public void Settle()
    {
        if (isCommitted)
        {
            outer?.changes.AddRange(changes);
            return;
        }

        for (var i = changes.Count - 1; i >= 0; i--)
        {
            changes[i].Table.Set(changes[i].Position, changes[i].Before);
        }
    }
}
