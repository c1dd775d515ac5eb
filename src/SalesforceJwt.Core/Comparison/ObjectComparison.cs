using SalesforceJwt.Core.Composite;

namespace SalesforceJwt.Core.Comparison;

/// <summary>
/// Compares the objects of two sides. What one side lacks as a whole (a namespace, an object, a field) is one difference, and so are its
/// consequences.
/// </summary>
/// <param name="reference">The reference side; null if the difference side is only to be described.</param>
/// <param name="difference">The difference side.</param>
/// <param name="properties">The properties of fields to compare.</param>
internal sealed class ObjectComparison(ISchema? reference, ISchema difference, IReadOnlyList<SfFieldProperty> properties)
{
    /// <summary>The most objects that are requested together.</summary>
    public const int MostTogether = CompositePlan.MostSubrequests;

    private readonly Dictionary<string, SfDifferenceKind> _namespaces = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _reported = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The namespaces of the difference side.</summary>
    public IReadOnlyList<string> Namespaces { get; private set; } = [];

    /// <summary>Whether objects that only the difference side has are described as well, for a snapshot of it.</summary>
    public bool DescribesAll { get; init; }

    /// <summary>Finds out what there is to compare.</summary>
    /// <param name="isWanted">Whether an object is compared, by its name.</param>
    /// <returns>The objects, by name.</returns>
    /// <exception cref="SfException">A call failed; the error says why and what to do.</exception>
    public async Task<IReadOnlyList<ComparedObject>> ListAsync(Func<string, bool> isWanted, CancellationToken cancellationToken)
    {
        var ofReference = reference?.GetNamesAsync(cancellationToken);
        var right = await WithAsync(difference.GetNamesAsync(cancellationToken), ofReference).ConfigureAwait(false);
        var left = ofReference is null ? right : await ofReference.ConfigureAwait(false);
        Namespaces = right.Namespaces;
        AddNamespaces(left.Namespaces.Except(right.Namespaces, StringComparer.OrdinalIgnoreCase), SfDifferenceKind.Missing);
        AddNamespaces(right.Namespaces.Except(left.Namespaces, StringComparer.OrdinalIgnoreCase), SfDifferenceKind.Added);
        var inLeft = left.Objects.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var inRight = right.Objects.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var all = left.Objects.Union(right.Objects, StringComparer.OrdinalIgnoreCase).Where(isWanted)
            .Order(StringComparer.OrdinalIgnoreCase)
            .Select(name => new ComparedObject(name, inLeft.Contains(name), inRight.Contains(name)))
            .ToList();
        _reported.UnionWith(all.Where(o => !(o.IsInReference && o.IsInDifference)).Select(o => o.Name));
        return all;
    }

    /// <summary>Compares objects that are requested together. Several calls can run at once.</summary>
    /// <param name="objects">Some of those that <see cref="ListAsync"/> found, <see cref="MostTogether"/> at most.</param>
    /// <returns>What differs in each, or why it could not be compared, in order.</returns>
    public async Task<IReadOnlyList<ObjectDifferences>> CompareAsync(
        IReadOnlyList<ComparedObject> objects, CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(objects, cancellationToken).ConfigureAwait(false);
        }
        catch (SfException e)
        {
            return [.. objects.Select(o => new ObjectDifferences(o.Name, [], null, e))];
        }

        var found = new List<ObjectDifferences>();
        foreach (var compared in objects)
        {
            try
            {
                found.Add(await CompareAsync(compared, cancellationToken).ConfigureAwait(false));
            }
            catch (SfException e)
            {
                found.Add(new(compared.Name, [], null, e));
            }
        }

        return found;
    }

    private Task PrepareAsync(IReadOnlyList<ComparedObject> objects, CancellationToken cancellationToken)
    {
        var both = objects.Where(o => o.IsInReference && o.IsInDifference).Select(o => o.Name).ToList();
        var described = DescribesAll ? objects.Where(o => o.IsInDifference).Select(o => o.Name).ToList() : both;
        return Task.WhenAll(
            reference?.PrepareAsync(both, cancellationToken) ?? Task.CompletedTask,
            difference.PrepareAsync(described, cancellationToken));
    }

    private async Task<ObjectDifferences> CompareAsync(ComparedObject compared, CancellationToken cancellationToken)
    {
        if (!(compared.IsInReference && compared.IsInDifference))
        {
            var described = DescribesAll && compared.IsInDifference
                ? await difference.GetObjectAsync(compared.Name, cancellationToken).ConfigureAwait(false)
                : null;
            return new(
                compared.Name,
                [OneSided(compared.Name, compared.IsInReference ? SfDifferenceKind.Missing : SfDifferenceKind.Added)],
                described);
        }

        var left = reference?.GetObjectAsync(compared.Name, cancellationToken);
        var right = await WithAsync(difference.GetObjectAsync(compared.Name, cancellationToken), left).ConfigureAwait(false);
        return new(compared.Name, left is null ? [] : [.. Compare(await left.ConfigureAwait(false), right)], right);
    }

    /// <summary>Waits for the second call even if the first one fails, so that its error is observed.</summary>
    private static async Task<T> WithAsync<T>(Task<T> task, Task<T>? other)
    {
        if (other is not null)
        {
            await Task.WhenAll(other, task).ConfigureAwait(false);
        }

        return await task.ConfigureAwait(false);
    }

    private void AddNamespaces(IEnumerable<string> names, SfDifferenceKind kind)
    {
        foreach (var name in names)
        {
            _namespaces[name] = kind;
        }
    }

    private IEnumerable<SfObjectDifference> Compare(SfObject left, SfObject right)
    {
        var lefts = left.Fields.ToDictionary(f => f.Name, StringComparer.OrdinalIgnoreCase);
        var rights = right.Fields.ToDictionary(f => f.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var name in lefts.Keys.Union(rights.Keys, StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase))
        {
            var a = lefts.GetValueOrDefault(name);
            var b = rights.GetValueOrDefault(name);
            if (a is not null && b is not null)
            {
                foreach (var one in FieldComparison.Compare(a, b, properties, _reported.Contains))
                {
                    yield return one;
                }
            }
            else
            {
                var kind = a is null ? SfDifferenceKind.Added : SfDifferenceKind.Missing;
                yield return OfNamespace(name, kind) ?? new SfObjectDifference(
                    left.Name,
                    kind,
                    name,
                    reference: a is null ? null : FieldComparison.TypeOf(a),
                    difference: b is null ? null : FieldComparison.TypeOf(b));
            }
        }
    }

    private SfObjectDifference OneSided(string name, SfDifferenceKind kind) =>
        OfNamespace(name, kind) ?? new SfObjectDifference(name, kind);

    /// <summary>The difference of a whole namespace, if the name belongs to one that only this side has.</summary>
    private SfObjectDifference? OfNamespace(string name, SfDifferenceKind kind) =>
        SchemaNames.NamespaceOf(name) is { } prefix && _namespaces.TryGetValue(prefix, out var side) && side == kind
            ? new SfObjectDifference(prefix + "__*", kind)
            : null;
}
