namespace SalesforceJwt.LocalOrg.Data;

/// <summary>Where the records with some text in a field are, so that a million upserts need not look at each record.</summary>
internal sealed class RecordIndex(string fieldName)
{
    private readonly Dictionary<string, List<int>> positions = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<int> PositionsOf(string text) => positions.TryGetValue(text, out var found) ? found : [];

    /// <summary>Follows a change of the record at a position.</summary>
    public void Move(Record? before, Record? after, int position)
    {
        var (old, changed) = (before?[fieldName] as string, after?[fieldName] as string);
        if (old == changed)
        {
            return;
        }

        if (old is not null && positions[old] is var left && left.Remove(position) && left.Count == 0)
        {
            positions.Remove(old);
        }

        if (changed is not null)
        {
            if (!positions.TryGetValue(changed, out var found))
            {
                positions[changed] = found = new List<int>(1);
            }

            found.Add(position);
        }
    }
}
