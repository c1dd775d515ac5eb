namespace SalesforceJwt.Core.Describe;

/// <summary>Finds the names that were probably meant by a misspelt one.</summary>
internal static class NearestNames
{
    private const int Most = 3;
    private const int ShortestPart = 3;

    private static readonly string[] Suffixes = ["__c", "__r", "__mdt", "__e", "__b", "__x"];

    /// <param name="wrong">The unknown name.</param>
    /// <param name="real">The existing names, each with its label.</param>
    /// <returns>The most similar names, three at most; empty if none is similar, or the name exists.</returns>
    public static IReadOnlyList<string> Find(string wrong, IEnumerable<(string Name, string? Label)> real)
    {
        var sought = Plain(wrong);
        if (sought.Length == 0)
        {
            return [];
        }

        var limit = Math.Max(1, sought.Length / 3);
        var measured = new List<(string Name, string Plain, int Distance)>();
        foreach (var (name, label) in real)
        {
            if (name.Equals(wrong, StringComparison.OrdinalIgnoreCase))
            {
                return [];
            }

            var plain = Plain(name);
            var distance = Math.Min(Distance(sought, plain, limit), label is null ? int.MaxValue : Distance(sought, Plain(label), limit));
            measured.Add((name, plain, distance));
        }

        var best = measured.Count == 0 ? int.MaxValue : measured.Min(m => m.Distance);
        var near = best <= limit
            ? measured.Where(m => m.Distance == best)
            : sought.Length < ShortestPart ? []
            : measured.Where(m => m.Plain.Contains(sought, StringComparison.Ordinal)).OrderBy(m => m.Plain.Length);
        return [.. near.Select(m => m.Name).Take(Most)];
    }

    /// <summary>A name without the parts that people forget: namespace, suffix, underscores and case.</summary>
    private static string Plain(string name)
    {
        var text = name.Trim().ToLowerInvariant();
        if (Suffixes.FirstOrDefault(s => text.EndsWith(s, StringComparison.Ordinal)) is { } suffix)
        {
            text = text[..^suffix.Length];
            var space = text.IndexOf("__", StringComparison.Ordinal);
            text = space > 0 ? text[(space + 2)..] : text;
        }

        return text.Replace("_", string.Empty, StringComparison.Ordinal).Replace(" ", string.Empty, StringComparison.Ordinal);
    }

    /// <summary>
    /// The edit distance: insertions, deletions, replacements and swaps of neighbours (optimal string alignment); large beyond the limit.
    /// </summary>
    private static int Distance(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) > limit)
        {
            return int.MaxValue;
        }

        var (before, last, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, replaced);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }
}
