using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using SalesforceJwt.Quickstart;

namespace SalesforceJwt.PS.Tests;

/// <summary>
/// The rules of the assembly isolation that can be checked without PowerShell; Module.Tests.ps1 checks the others in new processes.
/// </summary>
public sealed class IsolationTests
{
    [Fact]
    public void The_cmdlets_assembly_references_only_the_framework_PowerShell_Core_and_Model()
    {
        var foreign = References(Path.Combine(Repository.Module, "SalesforceJwt.PS.dll"))
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && name is not ("netstandard" or "SalesforceJwt.Core" or "SalesforceJwt.Model" or "Microsoft.Win32.Primitives"));
        Assert.Empty(foreign);
    }

    [Fact]
    public void Model_references_only_the_framework() =>
        Assert.All(References(Path.Combine(Repository.Module, "SalesforceJwt.Model.dll")), name => Assert.StartsWith("System.", name, StringComparison.Ordinal));

    [Fact]
    public void Only_one_copy_of_Model_exists_beside_the_cmdlets() =>
        Assert.Equal(
            [Path.Combine(Repository.Module, "SalesforceJwt.Model.dll")],
            Directory.GetFiles(Repository.Module, "SalesforceJwt.Model.dll", SearchOption.AllDirectories));

    [Fact]
    public void Core_does_not_reference_PowerShell() =>
        Assert.DoesNotContain("System.Management.Automation", References(Path.Combine(Repository.Module, "deps", "SalesforceJwt.Core.dll")));

    [Fact]
    public void Everything_that_Core_needs_is_in_deps()
    {
        var deps = Directory.GetFiles(Path.Combine(Repository.Module, "deps"), "*.dll");
        var framework = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => path.Contains("Microsoft.NETCore.App", StringComparison.Ordinal))
            .Select(Path.GetFileNameWithoutExtension)
            .ToHashSet();

        // Microsoft.Identity.Client is left out: Microsoft.Identity.Client.Extensions.Msal uses nothing of it for key stores.
        string[] elsewhere = ["SalesforceJwt.Model", "Microsoft.Identity.Client"];
        Assert.Empty(deps.SelectMany(References).Except(deps.Select(d => Path.GetFileNameWithoutExtension(d)!)).Except(framework!).Except(elsewhere));
    }

    [Fact]
    public void No_public_type_of_the_module_inherits_from_Core_so_that_import_loads_without_the_hook()
    {
        // PowerShell loads all exported types before it calls the initializer, which adds the resolver that finds Core.
        var early = ModuleFixture.Assembly.GetExportedTypes();
        Assert.All(early, type =>
        {
            for (var t = type.BaseType; t is not null; t = t.BaseType)
            {
                Assert.NotEqual("SalesforceJwt.Core", t.Assembly.GetName().Name);
            }

            Assert.DoesNotContain(type.GetInterfaces(), i => i.Assembly.GetName().Name == "SalesforceJwt.Core");
        });
    }

    [Fact]
    public void No_public_signature_exposes_a_type_of_Core_or_of_its_packages()
    {
        const BindingFlags Visible = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var shown = ModuleFixture.Assembly.GetExportedTypes().Concat(typeof(SfObjectInfo).Assembly.GetExportedTypes()).SelectMany(type =>
            type.GetProperties(Visible).Select(p => p.PropertyType)
                .Concat(type.GetMethods(Visible).SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType)))
                .Concat(type.GetConstructors(Visible).SelectMany(c => c.GetParameters().Select(p => p.ParameterType))));
        Assert.DoesNotContain(shown, t => t.Assembly.GetName().Name is { } name
            && (name == "SalesforceJwt.Core" || name.StartsWith("Microsoft.IdentityModel", StringComparison.Ordinal)));
    }

    private static List<string> References(string path)
    {
        using var reader = new PEReader(File.OpenRead(path));
        var metadata = reader.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];
    }
}
