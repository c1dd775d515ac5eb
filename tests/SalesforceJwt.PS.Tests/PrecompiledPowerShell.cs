using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Xml.Linq;
using SalesforceJwt.Quickstart;

namespace SalesforceJwt.PS.Tests;

/// <summary>
/// The .NET tool PowerShell, compiled ahead of time as PowerShell's releases are. The tool's package is portable: each of the processes
/// that the tests start would spend a second on compiling it.
/// </summary>
internal static class PrecompiledPowerShell
{
    // What the tests load of it.
    private static readonly string[] Assemblies =
    [
        "pwsh.dll", "System.Management.Automation.dll", "Microsoft.PowerShell.ConsoleHost.dll", "Microsoft.PowerShell.Commands.Utility.dll",
        "Microsoft.PowerShell.Commands.Management.dll", "Microsoft.PowerShell.Security.dll", "Newtonsoft.Json.dll",
    ];

    /// <summary>
    /// The precompiled copy of the tool, made once. Any other PowerShell is returned unchanged, and so is the tool where the
    /// compiler is missing or fails.
    /// </summary>
    public static PowerShellCommand Of(PowerShellCommand found)
    {
        var tools = Path.Combine(Repository.Root, "out", "powershell");
        if (OperatingSystem.IsWindows() || Path.GetDirectoryName(found.Path) != tools)
        {
            return found;
        }

        var folder = Path.Combine(tools, found.Version.ToString());
        return Directory.Exists(folder) || TryMake(found, folder) ? found with { Path = Path.Combine(folder, "pwsh") } : found;
    }

    private static bool TryMake(PowerShellCommand found, string folder)
    {
        if (Compiler() is not { } compiler)
        {
            return false;
        }

        var launcher = File.ReadAllText(found.Path);
        var portable = Path.GetDirectoryName(launcher.Split('\'').Single(part => part.EndsWith("pwsh.dll", StringComparison.Ordinal)))!;

        // Made completely, then moved into place: another process may look for it at this moment.
        var made = $"{folder}.{Environment.ProcessId}";
        Copy(portable, made);
        var isCompiled = Assemblies.All(name => Compile(compiler, portable, name, made));
        if (isCompiled && !Directory.Exists(folder))
        {
            File.WriteAllText(Path.Combine(made, "pwsh"), launcher.Replace(portable, folder, StringComparison.Ordinal));
            Directory.Move(made, folder);
            return true;
        }

        Directory.Delete(made, recursive: true);
        return isCompiled;
    }

    /// <summary>The compiler that precompiles the module in a build.</summary>
    private static string? Compiler()
    {
        var project = Path.Combine(Repository.Root, "src", "SalesforceJwt.PS");
        var version = XDocument.Load(Path.Combine(project, "Module.targets")).Descendants("PrecompilerVersion").Single().Value;
        var name = $"Microsoft.NETCore.App.Crossgen2.{RuntimeInformation.RuntimeIdentifier}";
        return RestoredPackage.Find(name, version, null, "restore", project).Folder is { } folder
            ? Path.Combine(folder, "tools", "crossgen2")
            : null;
    }

    private static bool Compile(string compiler, string portable, string name, string target)
    {
        using var process = Process.Start(new ProcessStartInfo(
            compiler,
            [
                Path.Combine(portable, name), "-o", Path.Combine(target, name), "-O",
                "-r", Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll"), "-r", Path.Combine(portable, "*.dll"),
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _ = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static void Copy(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }
}
