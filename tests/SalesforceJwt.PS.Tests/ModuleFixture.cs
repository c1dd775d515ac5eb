using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using SalesforceJwt.Quickstart;

namespace SalesforceJwt.PS.Tests;

/// <summary>The module in the build's output, read without PowerShell.</summary>
internal static partial class ModuleFixture
{
    public static Assembly Assembly { get; } = typeof(Models.SfConnection).Assembly;

    public static IReadOnlyList<CmdletDescription> Cmdlets { get; } =
        [.. Assembly.GetTypes().Where(t => t.IsDefined(typeof(CmdletAttribute), inherit: false)).Select(t => new CmdletDescription(t))];

    public static string Manifest { get; } = File.ReadAllText(Path.Combine(Repository.Module, "SalesforceJwt.PS.psd1"));

    /// <summary>The about_ topics.</summary>
    public static IReadOnlyList<string> Topics { get; } =
        ["about_SalesforceJwt", "about_SalesforceJwt_Admin", "about_SalesforceJwt_CI", "about_SalesforceJwt_Errors", "about_SalesforceJwt_Security"];

    /// <summary>The module's help files: that of the cmdlets, then the topics.</summary>
    public static IReadOnlyList<string> HelpFiles { get; } =
        ["en-US/SalesforceJwt.PS.dll-Help.xml", .. Topics.Select(t => $"en-US/{t}.help.txt")];

    /// <summary>The strings of a list in the manifest.</summary>
    public static IReadOnlyList<string> List(string key) =>
        [.. Quoted().Matches(Regex.Match(Manifest, key + @"\s*=\s*@\(([^)]*)\)").Groups[1].Value).Select(m => m.Groups[1].Value)];

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();
}
