using System.Text.RegularExpressions;
using SalesforceJwt.Quickstart;

namespace SalesforceJwt.PS.Tests;

/// <summary>A page of docs/en-US, parsed without PlatyPS.</summary>
public sealed partial class HelpPage
{
    private readonly string _text;

    private HelpPage(string path)
    {
        Name = Path.GetFileNameWithoutExtension(path);
        _text = File.ReadAllText(path).ReplaceLineEndings("\n");
    }

    public static string Folder { get; } = Path.Combine(Repository.Root, "docs", "en-US");

    public static IReadOnlyList<HelpPage> All { get; } =
        [.. Directory.EnumerateFiles(Folder, "*-*.md").Order(StringComparer.Ordinal).Select(path => new HelpPage(path))];

    public string Name { get; }

    public IReadOnlyList<(string Title, string Text)> Examples => Under(Section("EXAMPLES"));

    public IReadOnlyList<(string Name, string Text)> Parameters =>
    [
        .. Under(Section("PARAMETERS"))
            .Where(p => p.Title.StartsWith('-'))
            .Select(p => (p.Title[1..], Fence().Replace(p.Text, string.Empty).Trim())),
    ];

    public IReadOnlyList<(string Type, string Text)> Outputs => Under(Section("OUTPUTS"));

    public IReadOnlyList<string> Links => [.. Link().Matches(_text).Select(m => m.Groups[1].Value)];

    /// <summary>The page without its code blocks.</summary>
    public string Prose => Fence().Replace(_text, string.Empty);

    public string Section(string title) => Regex.Match(_text, $@"(?ms)^## {title}\n(.*?)(?=^## |\z)").Groups[1].Value.Trim();

    public static IReadOnlyList<string> Code(string text) => [.. Fence().Matches(text).Select(m => m.Groups[2].Value)];

    public override string ToString() => Name;

    private static List<(string Title, string Text)> Under(string section) =>
        [.. Heading().Matches(section).Select(m => (m.Groups[1].Value.Trim(), m.Groups[2].Value.Trim()))];

    [GeneratedRegex(@"(?ms)^### ([^\n]+)\n(.*?)(?=^### |\z)")]
    private static partial Regex Heading();

    [GeneratedRegex(@"(?ms)^```(\w*)\n(.*?)^```$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();
}
