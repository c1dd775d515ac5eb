using System.Text.RegularExpressions;
using SalesforceJwt.Core;
using SalesforceJwt.PS.Errors;

namespace SalesforceJwt.PS.Tests;

/// <summary>The commands that the module adds to the advice of Core.</summary>
public sealed partial class CommandAdviceTests
{
    // Parameters of PowerShell's own cmdlets in the advice.
    private static readonly string[] Foreign = ["Encoding", "ExcludeProperty"];

    public static TheoryData<string> Steps => [.. Enum.GetNames<NextStep>()];

    public static TheoryData<string> Kinds => [.. Enum.GetNames<SfErrorKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_error_has_a_category(string kind) =>
        Assert.NotEqual("NotSpecified", ErrorRecords.Category(Enum.Parse<SfErrorKind>(kind)).ToString());

    [Theory]
    [MemberData(nameof(Steps))]
    public void Every_step_has_a_command_that_exists(string step)
    {
        var text = CommandAdvice.Text(new Advice("Do it.", Enum.Parse<NextStep>(step), "one", "two", "three"))!;

        Assert.StartsWith("Do it.", text, StringComparison.Ordinal);
        Assert.Equal(step == nameof(NextStep.None), text == "Do it.");
        var cmdlets = ModuleFixture.Cmdlets.Select(c => c.Name).ToHashSet();
        Assert.All(Cmdlet().Matches(text), name => Assert.Contains(name.Value, cmdlets));
        var parameters = ModuleFixture.Cmdlets.SelectMany(c => c.Parameters).Select(p => p.Property).Concat(Foreign).ToHashSet();
        Assert.All(Parameter().Matches(text), name => Assert.Contains(name.Groups[1].Value, parameters));
    }

    [Theory]
    [InlineData(nameof(NextStep.SetApiVersion))]
    [InlineData(nameof(NextStep.SetAudience))]
    [InlineData(nameof(NextStep.SetQueryParameter))]
    public void Unknown_facts_are_omitted(string step) =>
        Assert.DoesNotContain("  ", CommandAdvice.Text(new Advice("Do it.", Enum.Parse<NextStep>(step))), StringComparison.Ordinal);

    [Theory]
    [InlineData("o'brien@example.com", "'o''brien@example.com'")]
    [InlineData("o\u2019brien@example.com", "'o\u2019\u2019brien@example.com'")]
    [InlineData("a&b$(x)@example.com", "'a&b$(x)@example.com'")]
    [InlineData("@x", "'@x'")]
    [InlineData("-x@example.com", "'-x@example.com'")]
    [InlineData("plus+tag_1.a-b@example.com", "plus+tag_1.a-b@example.com")]
    public void The_command_to_approve_runs_unchanged(string username, string written)
    {
        var advice = new Advice("Approve it.", NextStep.ApproveApp, "3MVG9.app", "https://login.salesforce.com", username);

        var command = $"Connect-SfWeb -ClientId 3MVG9.app -LoginUrl https://login.salesforce.com -LoginHint {written}";
        Assert.Equal(command, CommandAdvice.Command(advice));
        Assert.EndsWith(command, CommandAdvice.Text(advice), StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_to_approve_needs_no_username() =>
        Assert.Equal(
            "Connect-SfWeb -ClientId 3MVG9.app -LoginUrl https://login.salesforce.com",
            CommandAdvice.Command(new Advice("Approve it.", NextStep.ApproveApp, "3MVG9.app", "https://login.salesforce.com")));

    [Theory]
    [InlineData("\t", "-Delimiter \"`t\".")]
    [InlineData(";", "-Delimiter ';'.")]
    public void A_delimiter_is_written_as_a_PowerShell_literal(string delimiter, string written) =>
        Assert.EndsWith(written, CommandAdvice.Text(new Advice("Name it.", NextStep.SetDelimiter, delimiter)), StringComparison.Ordinal);

    [GeneratedRegex(@"\b[A-Z]\w+-Sf\w+")]
    private static partial Regex Cmdlet();

    [GeneratedRegex(@"(?<![\w-])-([A-Z]\w+)")]
    private static partial Regex Parameter();
}
