using System.Text.RegularExpressions;
using SalesforceJwt.Core;
using SalesforceJwt.PS.Errors;
using SalesforceJwt.Quickstart;

namespace SalesforceJwt.PS.Tests;

/// <summary>The about_ topics, the guides and the README agree with the code, and their links resolve.</summary>
public sealed partial class TopicTests
{
    private static readonly string Docs = Path.Combine(Repository.Root, "docs");

    public static TheoryData<string> Texts() =>
    [
        .. Directory.EnumerateFiles(Docs, "*.md")
            .Concat(Directory.EnumerateFiles(HelpPage.Folder, "about_*.md"))
            .Append(Path.Combine(Repository.Root, "README.md"))
            .Select(f => Path.GetRelativePath(Docs, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void The_list_of_cmdlets_has_every_cmdlet_once_with_its_page_and_what_it_does()
    {
        var rows = CmdletRow().Matches(Read("cmdlets.md"));
        Assert.Equal(ModuleFixture.Cmdlets.Select(c => c.Name).Order(), rows.Select(row => row.Groups["name"].Value).Order());
        Assert.All(rows, row => Assert.Equal($"en-US/{row.Groups["name"].Value}.md", row.Groups["link"].Value));
    }

    [Fact]
    public void The_topic_of_errors_lists_every_id_once_and_no_other()
    {
        var listed = ErrorRow().Matches(Read("en-US/about_SalesforceJwt_Errors.md"))
            .Select(m => m.Groups["id"].Value).Order(StringComparer.Ordinal);
        Assert.Equal(Enum.GetNames<SfErrorKind>().Select(kind => "Sf" + kind).Order(StringComparer.Ordinal), listed);
    }

    [Fact]
    public void The_topic_of_errors_has_cause_and_remedy_for_each()
    {
        Assert.All(ErrorRow().Matches(Read("en-US/about_SalesforceJwt_Errors.md")), row =>
        {
            Assert.Matches(@"^\S.*\.$", row.Groups["cause"].Value);
            Assert.Matches(@"^\S.*\.$", row.Groups["remedy"].Value);
        });
    }

    [Fact]
    public void The_topic_of_CI_lists_every_environment_variable_and_no_other()
    {
        var listed = VariableRow().Matches(Read("en-US/about_SalesforceJwt_CI.md"))
            .Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal);
        var source = File.ReadAllText(Path.Combine(Repository.Root, "src", "SalesforceJwt.Core", "OAuth", "SignInEnvironment.cs"));
        Assert.Equal(Variable().Matches(source).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal), listed);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Error_ids_and_types_that_are_mentioned_exist(string file)
    {
        var types = new[] { typeof(SfException), typeof(SfField), typeof(ErrorRecords) }.SelectMany(t => t.Assembly.GetTypes()).Select(t => t.Name.Split('`')[0]);
        var names = Enum.GetNames<SfErrorKind>().Select(kind => "Sf" + kind).Concat(types).ToHashSet();
        Assert.All(MentionedId().Matches(Read(file)).Select(m => m.Groups[1].Value), name => Assert.Contains(name, names));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Cmdlets_that_are_mentioned_exist(string file)
    {
        var cmdlets = ModuleFixture.Cmdlets.Select(c => c.Name).ToHashSet();
        Assert.All(MentionedCmdlet().Matches(Read(file)).Select(m => m.Value), name => Assert.Contains(name, cmdlets));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Links_lead_to_existing_files_and_headings(string file)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Docs, file))!;
        var links = Link().Matches(Fence().Replace(Read(file), string.Empty)).Select(m => m.Groups[1].Value);
        Assert.All(links.Where(link => !link.StartsWith("https://", StringComparison.Ordinal)), link =>
        {
            var parts = link.Split('#', 2);
            var target = parts[0].Length == 0 ? Path.Combine(Docs, file) : Path.GetFullPath(Path.Combine(folder, parts[0]));
            Assert.True(File.Exists(target) || Directory.Exists(target), $"There is no {link}.");
            Assert.True(parts.Length == 1 || HasHeading(target, parts[1]), $"There is no heading for {link}.");
        });

        static bool HasHeading(string target, string anchor) =>
            Heading().Matches(File.ReadAllText(target)).Any(m => Anchor(m.Groups[1].Value) == anchor);
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Docs, file)).ReplaceLineEndings("\n");

    /// <summary>A heading's anchor, as GitHub makes it.</summary>
    private static string Anchor(string heading) =>
        Regex.Replace(heading.Trim().ToLowerInvariant(), @"[^\w\- ]", string.Empty).Replace(' ', '-');

    [GeneratedRegex(@"^\| `(?<id>Sf\w+)` \| (?<cause>.*?) \| (?<remedy>.*?) \|$", RegexOptions.Multiline)]
    private static partial Regex ErrorRow();

    [GeneratedRegex(@"^\| \[(?<name>[^\]]+)\]\((?<link>[^)]+)\) \| \S.*\S \|$", RegexOptions.Multiline)]
    private static partial Regex CmdletRow();

    [GeneratedRegex(@"^\| `(SF\w*_\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex VariableRow();

    [GeneratedRegex("\"(SF[A-Z]*_[A-Z_]+)\"")]
    private static partial Regex Variable();

    [GeneratedRegex("[`'\"](Sf[A-Z][A-Za-z]+)(?:,\\*)?[`'\"]")]
    private static partial Regex MentionedId();

    [GeneratedRegex(@"\b[A-Z][a-z]+(?:From|To)?-Sf[A-Za-z]*\b")]
    private static partial Regex MentionedCmdlet();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
