using System.Reflection;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Tests;

/// <summary>What the module's assembly isolation depends on.</summary>
public sealed class PublicSurfaceTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly Core = typeof(SfSession).Assembly;

    [Fact]
    public void No_public_member_exposes_a_type_of_IdentityModel()
    {
        var shown = Core.GetExportedTypes().SelectMany(type => Shown(type).SelectMany(Parts).Select(part => (type, part))).ToList();

        Assert.True(shown.Count > 50, "The reflection finds too little to prove anything.");
        Assert.DoesNotContain(shown, s => s.part.Namespace?.StartsWith("Microsoft.IdentityModel", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Model_exposes_only_its_own_types_and_those_of_the_framework()
    {
        var model = typeof(SfObjectInfo).Assembly;
        var shown = model.GetExportedTypes().SelectMany(Shown).SelectMany(Parts).ToList();

        Assert.True(shown.Count > 100, "The reflection finds too little to prove anything.");
        Assert.All(shown, type => Assert.True(type.Assembly == model || type.Namespace!.StartsWith("System", StringComparison.Ordinal), type.FullName));
        Assert.All(model.GetReferencedAssemblies(), a => Assert.StartsWith("System.", a.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void Users_can_read_the_data_types_but_only_the_module_can_make_or_change_them() =>
        Assert.All(typeof(SfObjectInfo).Assembly.GetExportedTypes().Where(t => !t.IsEnum), type =>
        {
            Assert.Empty(type.GetConstructors());
            Assert.All(type.GetProperties(), p => Assert.Null(p.GetSetMethod()));
        });

    [Fact]
    public void The_library_does_not_reference_PowerShell() =>
        Assert.DoesNotContain(Core.GetReferencedAssemblies(), a => a.Name!.Contains("Management.Automation", StringComparison.Ordinal));

    [Fact]
    public void The_only_packages_are_those_for_tokens_key_stores_and_CSV() =>
        Assert.Equal(
            ["CsvHelper", "Microsoft.Identity.Client.Extensions.Msal", "Microsoft.IdentityModel.Tokens", "SalesforceJwt.Model"],
            Core.GetReferencedAssemblies().Select(a => a.Name!).Where(n => !n.StartsWith("System.", StringComparison.Ordinal) && n != "Microsoft.Win32.Primitives").Order(StringComparer.Ordinal));

    /// <summary>The types that a type exposes to other assemblies: base, interfaces, public and protected members.</summary>
    private static IEnumerable<Type> Shown(Type type)
    {
        IEnumerable<Type> bases = type.BaseType is null ? type.GetInterfaces() : [type.BaseType, .. type.GetInterfaces()];
        return bases
            .Concat(type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly).Select(f => f.FieldType))
            .Concat(type.GetConstructors(Declared).Where(IsShown).SelectMany(c => c.GetParameters()).Select(p => p.ParameterType))
            .Concat(type.GetMethods(Declared).Where(IsShown).SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType)));
    }

    private static bool IsShown(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static IEnumerable<Type> Parts(Type type) =>
        type.GetGenericArguments().SelectMany(Parts)
            .Concat(type.HasElementType ? Parts(type.GetElementType()!) : [])
            .Append(type);
}
