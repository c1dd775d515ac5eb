namespace SalesforceJwt.LocalOrg.Data;

/// <summary>An index of records by the text of a field, so that a million upserts need no scans.</summary>
internal sealed class RecordIndex(string fieldName)
{
    private readonly Dictionary<string, List<int>> _positions = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<int> PositionsOf(string text) => _positions.TryGetValue(text, out var found) ? found : [];

    /// <summary>Updates the index after a change of the record at a position.</summary>
    public void Move(Record? before, Record? after, int position)
    {
        var (old, changed) = (before?[fieldName] as string, after?[fieldName] as string);
        if (old == changed)
        {
            return;
        }

        if (old is not null && _positions[old] is var left && left.Remove(position) && left.Count == 0)
        {
            _positions.Remove(old);
        }

        if (changed is not null)
        {
            if (!_positions.TryGetValue(changed, out var found))
            {
                _positions[changed] = found = new List<int>(1);
            }

            found.Add(position);
        }
    }
}
