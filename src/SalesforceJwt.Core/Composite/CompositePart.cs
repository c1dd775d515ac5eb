namespace SalesforceJwt.Core.Composite;

/// <summary>One request of a <see cref="CompositePlan"/>.</summary>
/// <param name="Kind">The resource.</param>
/// <param name="Graphs">The subrequests: one list, or with <see cref="SfCompositeKind.Graph"/> a list for each graph.</param>
/// <param name="AllOrNone">Whether one that fails rolls all others back.</param>
internal sealed record CompositePart(SfCompositeKind Kind, IReadOnlyList<IReadOnlyList<Subrequest>> Graphs, bool AllOrNone)
{
    /// <summary>All its subrequests, in the order in which they are sent.</summary>
    public IEnumerable<Subrequest> Subrequests => Graphs.SelectMany(g => g);

    /// <summary>Whether it changes nothing.</summary>
    public bool ChangesNothing => Subrequests.All(s => s.Method == "GET");
}
