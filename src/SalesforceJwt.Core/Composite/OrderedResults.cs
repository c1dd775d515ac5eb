namespace SalesforceJwt.Core.Composite;

/// <summary>
/// Puts the results of a plan's parts into the order of the subrequests: parts can hold subrequests from different places of the list.
/// </summary>
/// <param name="subrequests">All subrequests, in the caller's order.</param>
internal sealed class OrderedResults(IReadOnlyList<Subrequest> subrequests)
{
    // Null for a subrequest that was not sent.
    private readonly Dictionary<Subrequest, SubrequestResult?> _results = [];
    private int _returned;

    /// <summary>Adds the results of a part.</summary>
    public void Add(IEnumerable<SubrequestResult> results)
    {
        foreach (var result in results)
        {
            _results[result.Subrequest] = result;
        }
    }

    /// <summary>Notes that a part was not sent, and has no results.</summary>
    public void Skip(CompositePart part)
    {
        foreach (var subrequest in part.Subrequests)
        {
            _results[subrequest] = null;
        }
    }

    /// <summary>The results that were not returned yet, up to the first subrequest that has none.</summary>
    public IReadOnlyList<SubrequestResult> ReadNext()
    {
        var next = subrequests.Skip(_returned).TakeWhile(_results.ContainsKey).Select(s => _results[s]).ToList();
        _returned += next.Count;
        return [.. next.OfType<SubrequestResult>()];
    }

    /// <summary>All results that were not returned yet, for the end after an error.</summary>
    public IReadOnlyList<SubrequestResult> ReadRest()
    {
        var rest = subrequests.Skip(_returned).Select(s => _results.GetValueOrDefault(s)).OfType<SubrequestResult>().ToList();
        _returned = subrequests.Count;
        return rest;
    }
}
