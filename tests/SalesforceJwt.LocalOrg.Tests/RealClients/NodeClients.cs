using System.Diagnostics;
using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Tests.RealClients;

/// <summary>jsforce and the sf CLI, in the folder that an environment variable names. They can reach this machine only.</summary>
internal static class NodeClients
{
    /// <summary>Timeout of a test, in milliseconds. A command of sf takes seconds, many on a busy machine.</summary>
    public const int Patience = 300_000;

    private const string Variable = "SFJWT_NODE_CLIENTS";

    private static readonly string Scripts = Path.Combine(AppContext.BaseDirectory, "RealClients");

    /// <summary>Start information for a script of this folder.</summary>
    public static ProcessStartInfo Script(string name, object settings) =>
        Start(Path.Combine(Scripts, name), JsonSerializer.Serialize(settings, JsonSerializerOptions.Web));

    /// <summary>Start information for sf.</summary>
    public static ProcessStartInfo SalesforceCli(params string[] arguments) =>
        Start(Path.Combine(Folder(), "node_modules", "@salesforce", "cli", "bin", "run.js"), arguments);

    private static ProcessStartInfo Start(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(Node(Folder()), [script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsSettingOfClients).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["NODE_OPTIONS"] = $"--import={new Uri(Path.Combine(Scripts, "loopback-only.mjs"))}";
        return start;
    }

    // The clients would send loopback requests to a proxy too.
    private static bool IsSettingOfClients(string name) =>
        name.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("SF_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("SFDX_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("NODE_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("XDG_", StringComparison.OrdinalIgnoreCase);

    /// <summary>The folder of the clients; without one the test is skipped.</summary>
    private static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(
            string.IsNullOrEmpty(folder),
            $"The environment variable {Variable} names no folder with jsforce and sf. CONTRIBUTING.md says how to get them with npm.");
        foreach (var file in new[] { Path.Combine("jsforce", "package.json"), Path.Combine("@salesforce", "cli", "bin", "run.js") })
        {
            Assert.SkipUnless(File.Exists(Path.Combine(folder!, "node_modules", file)), Missing(folder!, file));
        }

        Assert.SkipUnless(File.Exists(Node(folder!)), Missing(folder!, "node"));
        return folder!;
    }

    private static string Missing(string folder, string what) =>
        $"The folder '{folder}' of the environment variable {Variable} has no node_modules with {what}. "
        + "CONTRIBUTING.md says how to get it with npm.";

    private static string Node(string folder) =>
        Path.Combine(folder, "node_modules", "node", "bin", OperatingSystem.IsWindows() ? "node.exe" : "node");
}
