namespace SalesforceJwt.Core.Composite;

/// <summary>
/// Distributes subrequests over requests within Salesforce's limits (REST API Developer Guide: "Composite Resources"). Those that refer to
/// each other stay together.
/// </summary>
internal static class CompositePlan
{
    /// <summary>The most subrequests of a composite request or a batch.</summary>
    public const int MostSubrequests = 25;

    private const int MostQueries = 5;
    private const int MostNodes = 500;
    private const int MostGraphs = 75;
    private const int MostLevels = 15;

    /// <summary>Makes the plan.</summary>
    /// <param name="subrequests">The subrequests.</param>
    /// <param name="options">How they are sent.</param>
    /// <returns>The requests, in the order in which they are to be sent.</returns>
    /// <exception cref="SfException"><see cref="SfErrorKind.CompositeInvalid"/>.</exception>
    public static IReadOnlyList<CompositePart> Make(IReadOnlyList<Subrequest> subrequests, CompositeOptions options)
    {
        if (subrequests.Count == 0)
        {
            return [];
        }

        var references = new CompositeReferences(subrequests);
        IReadOnlyList<IReadOnlyList<int>> groups = options.AllOrNone ? [[.. Enumerable.Range(0, subrequests.Count)]] : references.Groups();
        var kind = options.Kind == SfCompositeKind.Auto ? Choose(subrequests, references, groups, options.AllOrNone) : options.Kind;
        Check(kind, subrequests, references, groups, options.AllOrNone);
        var (most, mostQueries, mostGroups) = kind switch
        {
            SfCompositeKind.Composite => (MostSubrequests, MostQueries, int.MaxValue),
            SfCompositeKind.Batch => (MostSubrequests, int.MaxValue, int.MaxValue),
            _ => (MostNodes, int.MaxValue, MostGraphs),
        };
        var parts = new List<CompositePart>();
        var open = new List<IReadOnlyList<int>>();
        foreach (var group in groups)
        {
            if (open.Count == mostGroups
                || open.Sum(g => g.Count) + group.Count > most
                || Queries(open.SelectMany(g => g)) + Queries(group) > mostQueries)
            {
                Close();
            }

            open.Add(group);
        }

        Close();
        return parts;

        int Queries(IEnumerable<int> indexes) => indexes.Count(i => subrequests[i].IsQueryOrCollection);

        void Close()
        {
            if (open.Count == 0)
            {
                return;
            }

            // Except in graphs, subrequests keep the caller's order.
            IEnumerable<IEnumerable<int>> lists = kind == SfCompositeKind.Graph ? open : [open.SelectMany(g => g).Order()];
            parts.Add(new CompositePart(
                kind,
                [.. lists.Select(l => (IReadOnlyList<Subrequest>)[.. l.Select(i => subrequests[i])])],
                options.AllOrNone));
            open.Clear();
        }
    }

    private static SfCompositeKind Choose(
        IReadOnlyList<Subrequest> subrequests, CompositeReferences references, IReadOnlyList<IReadOnlyList<int>> groups, bool allOrNone)
    {
        if (!allOrNone && !references.Any && subrequests.All(s => s.Headers.Count == 0))
        {
            return SfCompositeKind.Batch;
        }

        return groups.Any(g => g.Count > MostSubrequests) ? SfCompositeKind.Graph : SfCompositeKind.Composite;
    }

    private static void Check(
        SfCompositeKind kind,
        IReadOnlyList<Subrequest> subrequests,
        CompositeReferences references,
        IReadOnlyList<IReadOnlyList<int>> groups,
        bool allOrNone)
    {
        var largest = groups.MaxBy(g => g.Count)!;
        var together = allOrNone ? "are all or none" : "refer to each other";
        switch (kind)
        {
            case SfCompositeKind.Batch when references.Any || allOrNone:
                throw Subrequest.Invalid(
                    allOrNone ? "A batch cannot be all or none." : "The subrequests of a batch cannot refer to each other.",
                    new Advice("Leave the kind open, or use Composite (25 subrequests) or Graph (500).", NextStep.SetCompositeKind));
            case SfCompositeKind.Batch when subrequests.FirstOrDefault(s => s.Headers.Count > 0) is { } with:
                throw Subrequest.Invalid(
                    $"The subrequest '{with.ReferenceId}' has headers, which a batch does not take.",
                    new Advice("Leave the kind open, or use Composite.", NextStep.SetCompositeKind));
            case SfCompositeKind.Composite when largest.Count > MostSubrequests:
                throw Subrequest.Invalid(
                    $"{largest.Count} subrequests {together}; a composite request takes {MostSubrequests}.",
                    new Advice("Use Graph (500), or fewer that need each other.", NextStep.SetCompositeKind));
            case SfCompositeKind.Composite when groups.Any(g => g.Count(i => subrequests[i].IsQueryOrCollection) > MostQueries):
                throw Subrequest.Invalid(
                    $"More than {MostQueries} queries and collections {together}; a composite request takes {MostQueries}.",
                    new Advice("Run the queries separately first.", NextStep.RunQuery));
            case SfCompositeKind.Graph:
                CheckGraphs(subrequests, references, groups, largest.Count, together);
                break;
        }
    }

    private static void CheckGraphs(
        IReadOnlyList<Subrequest> subrequests,
        CompositeReferences references,
        IReadOnlyList<IReadOnlyList<int>> groups,
        int largest,
        string together)
    {
        if (subrequests.FirstOrDefault(s => !s.IsOfRecord) is { } other)
        {
            throw Subrequest.Invalid(
                $"The subrequest {other.Label} is not below sobjects/, and a graph takes only those.",
                $"Send it separately. More than {MostSubrequests} subrequests that {together} need a graph.");
        }

        if (largest > MostNodes)
        {
            throw Subrequest.Invalid($"{largest} subrequests {together}; a graph takes {MostNodes}.", "Split them, or use Bulk API 2.0.");
        }

        if (groups.Max(references.Depth) is var levels and > MostLevels)
        {
            throw Subrequest.Invalid(
                $"The references go {levels} levels deep; a graph takes {MostLevels}.",
                "Split them, and pass the ids yourself.");
        }
    }
}
