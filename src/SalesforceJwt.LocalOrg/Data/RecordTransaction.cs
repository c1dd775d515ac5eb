namespace SalesforceJwt.LocalOrg.Data;

/// <summary>The changes of one request, rolled back unless committed. A nested transaction is rolled back with the outer one.</summary>
internal sealed class RecordTransaction(RecordTransaction? outer, Action<RecordTransaction> end, bool isOneSave) : IDisposable
{
    private readonly List<(RecordTable Table, int Position, Record? Before)> _changes = [];
    private bool _isCommitted;
    private SObjectType? _firstSaved;

    /// <summary>The outer transaction.</summary>
    public RecordTransaction? Outer => outer;

    /// <summary>Whether Salesforce saves everything in it at once.</summary>
    public bool IsOneSave => isOneSave;

    /// <summary>Logs the record at a position before a change.</summary>
    public void Log(RecordTable table, int position, Record? before) => _changes.Add((table, position, before));

    /// <summary>Commits the changes, subject to the outer transaction.</summary>
    public void Commit() => _isCommitted = true;

    /// <summary>Checks that it does not save both setup objects and others, as Salesforce does.</summary>
    /// <exception cref="Rest.ApiException">It does.</exception>
    public void CheckNotMixed(SObjectType type)
    {
        if (!isOneSave)
        {
            return;
        }

        if (outer is { IsOneSave: true })
        {
            outer.CheckNotMixed(type);
            return;
        }

        _firstSaved ??= type;
        if (_firstSaved.IsSetup != type.IsSetup)
        {
            throw Rest.ApiException.BadRequest(
                "MIXED_DML_OPERATION",
                "DML operation on setup object is not permitted after you have updated a non-setup object (or vice versa): "
                + $"{type.Name}, original object: {_firstSaved.Name}");
        }
    }

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
