using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests;

/// <summary>
/// A folder of Core uses only the folders before it (docs/architecture.md). What the compiler leaves no trace of (constants of other
/// folders, cross-references of comments) is not seen.
/// </summary>
public sealed class FolderOrderTests
{
    /// <summary>The root (<c>SfException</c>, <c>SfErrorKind</c>) has an empty name.</summary>
    private static readonly string[] Order =
    [
        "Security", "", "FileSystem", "Values", "Keys", "Http", "OAuth", "Sessions", "Describe", "Query", "Composite", "Comparison", "Records",
        "Search", "Files", "Limits", "Apex", "Metadata", "Apps", "Admin", "Canvas", "Ci", "Bulk", "Diagnostics",
    ];

    private static readonly ILookup<string, FolderUse> Uses = FolderUse.In(typeof(SfException).Assembly).ToLookup(u => u.From);

    [Fact]
    public void The_order_names_every_folder()
    {
        Assert.Equal(Order.Order(StringComparer.Ordinal), FolderUse.FoldersOf(typeof(SfException).Assembly).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_folder_uses_only_folders_before_it()
    {
        Assert.DoesNotContain(Uses.SelectMany(u => u), u => Array.IndexOf(Order, u.To) > Array.IndexOf(Order, u.From));
    }

    [Fact]
    public void There_are_no_cycles()
    {
        // Pairs of folders that reach each other.
        var reached = Uses.ToDictionary(u => u.Key, u => Reach(u.Key));
        Assert.Empty(
            from a in reached.Keys
            from b in reached[a]
            where string.CompareOrdinal(a, b) < 0 && reached.TryGetValue(b, out var back) && back.Contains(a)
            select $"{a} <-> {b}");
    }

    private static HashSet<string> Reach(string folder)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([folder]);
        while (open.TryPop(out var next))
        {
            foreach (var use in Uses[next].Where(use => reached.Add(use.To)))
            {
                open.Push(use.To);
            }
        }

        return reached;
    }
}
