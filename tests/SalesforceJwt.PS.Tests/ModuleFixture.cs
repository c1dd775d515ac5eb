using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using SalesforceJwt.Quickstart;

namespace SalesforceJwt.PS.Tests;

/// <summary>The module as the build left it, read without PowerShell.</summary>
internal static partial class ModuleFixture
{
    public static Assembly Assembly { get; } = typeof(Models.SfConnection).Assembly;

    public static IReadOnlyList<CmdletDescription> Cmdlets { get; } =
        [.. Assembly.GetTypes().Where(t => t.IsDefined(typeof(CmdletAttribute), inherit: false)).Select(t => new CmdletDescription(t))];

    public static string Manifest { get; } = File.ReadAllText(Path.Combine(Repository.Module, "SalesforceJwt.PS.psd1"));

    /// <summary>The strings of a list in the manifest.</summary>
    public static IReadOnlyList<string> List(string key) =>
        [.. Quoted().Matches(Regex.Match(Manifest, key + @"\s*=\s*@\(([^)]*)\)").Groups[1].Value).Select(m => m.Groups[1].Value)];

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();
}
