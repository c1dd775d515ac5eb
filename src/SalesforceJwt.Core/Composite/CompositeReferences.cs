using System.Text;
using System.Text.RegularExpressions;

namespace SalesforceJwt.Core.Composite;

/// <summary>The references between subrequests: <c>@{account.id}</c> in a URL, a body or a header.</summary>
internal sealed partial class CompositeReferences
{
    private readonly List<int>[] _uses;

    /// <summary>Finds the references.</summary>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.CompositeInvalid"/>: a reference id is used twice, or an unknown or later one is referred to.
    /// </exception>
    public CompositeReferences(IReadOnlyList<Subrequest> subrequests)
    {
        _uses = new List<int>[subrequests.Count];
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < subrequests.Count; i++)
        {
            if (!places.TryAdd(subrequests[i].ReferenceId, i))
            {
                throw Subrequest.Invalid(
                    $"Two subrequests have the reference id '{subrequests[i].ReferenceId}'.",
                    "Give each its own; case counts.");
            }
        }

        for (var i = 0; i < subrequests.Count; i++)
        {
            _uses[i] = [.. NamesIn(subrequests[i]).Select(name => Place(name, i, places, subrequests)).Distinct()];
        }
    }

    /// <summary>Whether there are any.</summary>
    public bool Any => Array.Exists(_uses, u => u.Count > 0);

    /// <summary>The subrequests in groups without references between them, in the order of their first ones.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Groups()
    {
        var group = new int[_uses.Length];
        for (var i = 0; i < group.Length; i++)
        {
            group[i] = i;
            foreach (var used in _uses[i])
            {
                // A group has the number of its first subrequest.
                var (from, to) = (Math.Max(group[i], group[used]), Math.Min(group[i], group[used]));
                for (var j = 0; j <= i; j++)
                {
                    group[j] = group[j] == from ? to : group[j];
                }
            }
        }

        return [.. Enumerable.Range(0, group.Length).GroupBy(i => group[i]).OrderBy(g => g.Key).Select(g => g.ToList())];
    }

    /// <summary>The length of the longest chain of references.</summary>
    public int Depth(IReadOnlyList<int> indexes)
    {
        var depths = new Dictionary<int, int>();
        foreach (var index in indexes)
        {
            depths[index] = 1 + _uses[index].Select(u => depths[u]).DefaultIfEmpty().Max();
        }

        return depths.Values.Max();
    }

    private static int Place(string name, int user, Dictionary<string, int> places, IReadOnlyList<Subrequest> subrequests)
    {
        if (!places.TryGetValue(name, out var place))
        {
            var other = places.Keys.FirstOrDefault(k => k.Equals(name, StringComparison.OrdinalIgnoreCase));
            throw Subrequest.Invalid(
                $"The subrequest '{subrequests[user].ReferenceId}' refers to '{name}', and none has that reference id.",
                other is null ? $"There are: {string.Join(", ", places.Keys.Take(25))}." : $"Case counts: it is '{other}'.");
        }

        return place < user ? place : throw Subrequest.Invalid(
            $"The subrequest '{subrequests[user].ReferenceId}' refers to '{name}', "
                + $"which {(place == user ? "is itself" : "comes after it")}.",
            "They are done in their order: put the one that is referred to first.");
    }

    private static IEnumerable<string> NamesIn(Subrequest subrequest)
    {
        var texts = subrequest.Headers.Select(h => h.Value).Append(subrequest.Url).Append(Encoding.UTF8.GetString(subrequest.Body.Span));
        return texts.SelectMany(t => Reference().Matches(t)).Select(m => m.Groups["name"].Value);
    }

    [GeneratedRegex(@"@\{(?<name>[A-Za-z0-9_]+)(?:[.\[][^}""]*)?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
