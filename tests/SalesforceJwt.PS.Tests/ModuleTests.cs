using System.Management.Automation;
using System.Xml.Linq;
using SalesforceJwt.Quickstart;

namespace SalesforceJwt.PS.Tests;

/// <summary>Manifest, assembly, formats and sources agree. Needs no PowerShell.</summary>
public sealed class ModuleTests
{
    public static TheoryData<string> Cmdlets() => [.. ModuleFixture.Cmdlets.Select(c => c.Name)];

    [Fact]
    public void The_manifest_exports_exactly_the_assemblys_cmdlets() =>
        Assert.Equal(ModuleFixture.Cmdlets.Select(c => c.Name).Order(), ModuleFixture.List("CmdletsToExport").Order());

    [Fact]
    public void The_manifest_exports_nothing_else_and_has_the_builds_version()
    {
        foreach (var key in new[] { "FunctionsToExport", "AliasesToExport", "VariablesToExport" })
        {
            Assert.Matches($@"{key}\s*=\s*@\(\)", ModuleFixture.Manifest);
        }

        Assert.Contains($"'{ModuleFixture.Assembly.GetName().Version!.ToString(3)}'", ModuleFixture.Manifest, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", ModuleFixture.Manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void The_module_folder_holds_what_is_published()
    {
        Assert.NotEmpty(Files(Repository.Package));
        Assert.Equal(Files(Repository.Package), Files(Repository.Module));

        static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(folder, f))
            .Order(StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_is_named_as_PowerShell_names_them(string name)
    {
        var cmdlet = Find(name);
        var approved = typeof(VerbsCommon).Assembly.GetTypes()
            .Where(t => t.IsAbstract && t.IsSealed && t.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(t => t.GetFields().Select(f => (string)f.GetRawConstantValue()!));
        Assert.Contains(cmdlet.Verb, approved);
        Assert.StartsWith("Sf", cmdlet.Noun, StringComparison.Ordinal);
        Assert.Equal($"{cmdlet.Verb}{cmdlet.Noun}Command", cmdlet.Type.Name);
        Assert.True(cmdlet.Type.IsSealed);
        var area = cmdlet.Type.Namespace!.Split('.')[^1];
        Assert.True(File.Exists(Path.Combine(Repository.Root, "src", "SalesforceJwt.PS", "Cmdlets", area, cmdlet.Type.Name + ".cs")));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_says_what_it_gives_and_what_each_parameter_is(string name)
    {
        var cmdlet = Find(name);
        Assert.NotEmpty(cmdlet.OutputTypes);
        Assert.NotEmpty(cmdlet.Parameters);
        Assert.All(cmdlet.Parameters, p => Assert.False(string.IsNullOrWhiteSpace(p.HelpMessage), $"{name} -{p.Property} has no HelpMessage"));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void What_changes_state_offers_WhatIf(string name)
    {
        var cmdlet = Find(name);
        var readsOnly = cmdlet.Verb is VerbsCommon.Get or VerbsCommon.Search or VerbsCommunications.Connect or VerbsDiagnostic.Test
                or VerbsData.ConvertTo or VerbsData.ConvertFrom or VerbsLifecycle.Wait
            || name is "New-SfJwt" or "Invoke-SfQuery";
        Assert.Equal(!readsOnly, cmdlet.SupportsShouldProcess);
    }

    [Fact]
    public void Every_model_that_is_output_has_a_view()
    {
        var views = XDocument.Load(Path.Combine(Repository.Module, "SalesforceJwt.PS.Format.ps1xml")).Descendants("TypeName").Select(t => t.Value).Distinct();
        var outputs = ModuleFixture.Cmdlets.SelectMany(c => c.OutputTypes).Where(t => t.Assembly == ModuleFixture.Assembly || t.Assembly == typeof(SfObjectInfo).Assembly).Select(t => t.FullName!).Distinct();
        Assert.Equal(outputs.Order(), views.Order());
    }

    [Fact]
    public void New_SfJwt_takes_what_Connect_SfJwt_takes_to_sign()
    {
        string[] own = ["ExpiresInSec", "AsPlainText"];
        var others = typeof(Base.SfConnectCmdlet).GetProperties().Select(p => p.Name).Concat(["Profile", "CertificatePath"]);
        Assert.Equal(
            Describe("Connect-SfJwt").Where(p => !others.Contains(p.Name)).OrderBy(p => p.Name),
            Describe("New-SfJwt").Where(p => !own.Contains(p.Name)).OrderBy(p => p.Name));

        static IEnumerable<(string Name, string Type, string Attributes)> Describe(string name) =>
            from property in Find(name).Type.GetProperties()
            let attributes = property.GetCustomAttributesData()
            where attributes.Any(a => a.AttributeType == typeof(ParameterAttribute))
            let described = attributes.Where(a => a.AttributeType != typeof(ParameterAttribute)).Select(a => a.ToString()).Order()
            select (property.Name, property.PropertyType.ToString(), string.Join(' ', described));
    }

    private static CmdletDescription Find(string name) => ModuleFixture.Cmdlets.Single(c => c.Name == name);
}
