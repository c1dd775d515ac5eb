using System.Text.RegularExpressions;
using System.Xml.Linq;
using SalesforceJwt.Quickstart;

namespace SalesforceJwt.PS.Tests;

/// <summary>Pages, help file and cmdlets agree. Needs no PowerShell.</summary>
public sealed class HelpTests
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private static readonly XElement[] Help =
        [.. XDocument.Load(Path.Combine(Repository.Module, ModuleFixture.HelpFiles[0])).Root!.Elements(Command + "command")];

    public static TheoryData<string> Pages() => [.. HelpPage.All.Select(p => p.Name)];

    public static TheoryData<string> Topics() => [.. ModuleFixture.Topics];

    [Fact]
    public void Every_cmdlet_has_a_page_and_every_page_a_cmdlet()
    {
        var cmdlets = ModuleFixture.Cmdlets.Select(c => c.Name).Order().ToList();
        Assert.Equal(cmdlets, HelpPage.All.Select(p => p.Name).Order());
        Assert.Equal(cmdlets, Help.Select(Name).Order());
    }

    [Fact]
    public void Every_topic_has_a_page_and_every_page_is_a_topic()
    {
        var pages = Directory.EnumerateFiles(HelpPage.Folder, "about_*").Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(ModuleFixture.Topics.Order(), pages.Order());
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void A_topic_is_plain_text_that_Get_Help_can_list(string topic)
    {
        var lines = File.ReadAllText(Path.Combine(Repository.Module, "en-US", topic + ".help.txt")).Split('\n');
        Assert.Equal(["TOPIC", "    " + topic, "", "SHORT DESCRIPTION"], lines[..4]);
        Assert.Matches(@"^    \S.*\.$", lines[4]);
        Assert.DoesNotContain(lines, line => HasPlaceholder(line) || line.StartsWith("```", StringComparison.Ordinal));

        // "${{ … }}" is an expression of GitHub Actions.
        static bool HasPlaceholder(string line) =>
            line.Replace("${{", string.Empty, StringComparison.Ordinal).Contains("{{", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_has_all_its_sections_and_no_placeholder(string name)
    {
        var page = Find(name);
        Assert.DoesNotContain("{{", page.Prose, StringComparison.Ordinal);
        Assert.Matches(@"^[A-Z][^\n]*\.$", page.Section("SYNOPSIS"));
        Assert.All(["SYNTAX", "DESCRIPTION", "INPUTS", "OUTPUTS", "RELATED LINKS"], part => Assert.NotEmpty(page.Section(part)));
        Assert.All(page.Parameters, p => Assert.False(string.IsNullOrWhiteSpace(p.Text), $"-{p.Name} is not described."));
        Assert.All(page.Outputs, o => Assert.False(string.IsNullOrWhiteSpace(o.Text), $"The output {o.Type} is not described."));
        Assert.True(page.Examples.Count >= 3, $"It has {page.Examples.Count} examples.");
        Assert.All(page.Examples, (example, i) =>
        {
            Assert.StartsWith($"Example {i + 1}: ", example.Title, StringComparison.Ordinal);
            Assert.Single(HelpPage.Code(example.Text));
            Assert.Contains("```powershell\n", example.Text, StringComparison.Ordinal);
            Assert.Matches(@"(?s)^```.*?```\s*\S|^[^`]", example.Text);
        });
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_and_help_file_describe_the_cmdlets_parameters_and_no_others(string name)
    {
        var cmdlet = ModuleFixture.Cmdlets.Single(c => c.Name == name);
        var parameters = cmdlet.Parameters.Select(p => p.Property).Distinct()
            .Concat(cmdlet.SupportsShouldProcess ? ["WhatIf", "Confirm"] : [])
            .Order().ToList();
        Assert.Equal(parameters, Find(name).Parameters.Select(p => p.Name).Order());

        var command = Help.Single(c => Name(c) == name);
        var described = command.Element(Command + "parameters")!.Elements(Command + "parameter").ToList();
        Assert.Equal(parameters, described.Select(p => p.Element(Maml + "name")!.Value).Order());
        Assert.All(described, p => Assert.NotEmpty(p.Element(Maml + "description")!.Value));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_help_file_says_what_the_page_says(string name)
    {
        var page = Find(name);
        var command = Help.Single(c => Name(c) == name);
        var synopsis = command.Element(Command + "details")!.Element(Maml + "description")!.Value;
        Assert.Equal(PlainText(page.Section("SYNOPSIS")), PlainText(synopsis));
        var description = string.Join(' ', command.Element(Maml + "description")!.Elements().Select(p => p.Value));
        Assert.Equal(PlainText(page.Section("DESCRIPTION")), PlainText(description));
        var examples = command.Element(Command + "examples")!.Elements(Command + "example").ToList();
        Assert.Equal(page.Examples.Select(e => HelpPage.Code(e.Text)[0].TrimEnd()), examples.Select(e => e.Element(Dev + "code")!.Value));
        Assert.All(
            page.Examples.Zip(examples),
            e => Assert.Contains(e.First.Title, e.Second.Element(Maml + "title")!.Value, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_links_to_existing_pages(string name) => Assert.All(
        Find(name).Links,
        link => Assert.True(
            link.StartsWith("https://", StringComparison.Ordinal)
                || ModuleFixture.Cmdlets.Select(c => c.Name).Concat(ModuleFixture.Topics).Any(page => link == page + ".md"),
            $"There is no {link}."));

    private static HelpPage Find(string name) => HelpPage.All.Single(p => p.Name == name);

    private static string Name(XElement command) => command.Element(Command + "details")!.Element(Command + "name")!.Value;

    /// <summary>The words in a text, without Markdown, link targets and tags.</summary>
    private static string PlainText(string text)
    {
        var plain = Regex.Replace(text, @"\]\([^)]*\)|\(https?:[^)]*\)|```\w*|</?[A-Za-z][^>]*>|&\w+;", " ");
        return string.Join(' ', Regex.Matches(plain, @"\w+").Select(m => m.Value));
    }
}
