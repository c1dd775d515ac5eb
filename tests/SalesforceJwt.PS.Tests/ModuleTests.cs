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
    public void The_module_folder_contains_what_is_published()
    {
        Assert.NotEmpty(Files(Repository.Package));
        Assert.Equal(Files(Repository.Package), Files(Repository.Module));

        static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(folder, f))
            .Order(StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_follows_the_naming_conventions(string name)
    {
        var cmdlet = Find(name);
        var approved = typeof(VerbsCommon).Assembly.GetTypes()
            .Where(t => t.IsAbstract && t.IsSealed && t.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(t => t.GetFields().Select(f => (string)f.GetRawConstantValue()!))
            .Append("Deploy"); // Approved since PowerShell 6, which is later than PowerShellStandard.
        Assert.Contains(cmdlet.Verb, approved);
        Assert.StartsWith("Sf", cmdlet.Noun, StringComparison.Ordinal);
        Assert.Equal($"{cmdlet.Verb}{cmdlet.Noun}Command", cmdlet.Type.Name);
        Assert.True(cmdlet.Type.IsSealed);
        var area = cmdlet.Type.Namespace!.Split('.')[^1];
        Assert.True(File.Exists(Path.Combine(Repository.Root, "src", "SalesforceJwt.PS", "Cmdlets", area, cmdlet.Type.Name + ".cs")));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_declares_its_output_and_describes_its_parameters(string name)
    {
        var cmdlet = Find(name);
        Assert.NotEmpty(cmdlet.OutputTypes);
        Assert.NotEmpty(cmdlet.Parameters);
        Assert.All(cmdlet.Parameters, p => Assert.False(string.IsNullOrWhiteSpace(p.HelpMessage), $"{name} -{p.Property} has no HelpMessage"));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_that_changes_state_has_WhatIf(string name)
    {
        var cmdlet = Find(name);
        var readsOnly = cmdlet.Verb is VerbsCommon.Get or VerbsCommon.Search or VerbsCommon.Select or VerbsCommon.Open or VerbsCommunications.Connect
                or VerbsDiagnostic.Test or VerbsData.ConvertTo or VerbsData.ConvertFrom or VerbsLifecycle.Wait
            || name is "New-SfJwt" or "Invoke-SfQuery";
        Assert.Equal(!readsOnly, cmdlet.SupportsShouldProcess);
    }

    [Fact]
    public void Every_model_that_is_output_has_a_view()
    {
        var views = XDocument.Load(Path.Combine(Repository.Module, "SalesforceJwt.PS.Format.ps1xml")).Descendants("TypeName")
            .Select(t => t.Value.Split('#')[0]).Distinct();

        // The columns of a record are the fields of its query.
        var outputs = ModuleFixture.Cmdlets.SelectMany(c => c.OutputTypes)
            .Where(t => t.Assembly == ModuleFixture.Assembly || t.Assembly == typeof(SfObjectInfo).Assembly)
            .Where(t => t != typeof(SfRecord))
            .Concat([typeof(SfDeploymentComponent), typeof(SfDeploymentTest), typeof(SfDeploymentCoverage)]) // Lists of a deployment.
            .Select(t => t.FullName!)
            .Distinct();
        Assert.Equal(outputs.Order(), views.Order());
    }

    // Export-Csv writes System.String[] for an array, and the text of an SfList.
    [Fact]
    public void Lists_of_models_have_a_text()
    {
        var arrays = from type in typeof(SfObjectInfo).Assembly.GetExportedTypes().Concat(ModuleFixture.Assembly.GetExportedTypes())
                     where type.Namespace is "SalesforceJwt.Model" or "SalesforceJwt.PS.Models"
                     from property in type.GetProperties()
                     where property.PropertyType.IsArray
                     select $"{type.Name}.{property.Name}";
        Assert.Empty(arrays);
    }

    // PSCmdlet, SfCmdlet, a base class of an area, one of a family, the cmdlet. Parameters are shared through Base/Parameters instead.
    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_is_at_most_four_classes_below_PSCmdlet(string name)
    {
        var depth = 0;
        for (var type = Find(name).Type; type != typeof(PSCmdlet); type = type.BaseType!)
        {
            depth++;
        }

        Assert.InRange(depth, 2, 4);
    }

    // An interface with [Parameter] promises that all of its cmdlets have the parameter.
    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_has_the_parameters_of_its_groups(string name)
    {
        var type = Find(name).Type;
        var groups = type.GetInterfaces().Where(i => i.Namespace == typeof(Base.SfCmdlet).Namespace + ".Parameters");
        Assert.All(groups.SelectMany(g => g.GetProperties()), property =>
            Assert.True(type.GetProperty(property.Name)!.IsDefined(typeof(ParameterAttribute), inherit: false), $"{name} -{property.Name}"));
    }

    private static CmdletDescription Find(string name) => ModuleFixture.Cmdlets.Single(c => c.Name == name);
}
