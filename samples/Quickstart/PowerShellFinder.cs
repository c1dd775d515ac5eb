using System.Runtime.Versioning;
using System.Text.Json;

namespace SalesforceJwt.Quickstart;

/// <summary>
/// Finds a PowerShell to run the module in: <c>SFJWT_PWSH</c>, then <c>pwsh</c> on the PATH, then the .NET tool of the repository's tool
/// manifest, which is restored from NuGet the first time. The tests use it as well.
/// </summary>
public static class PowerShellFinder
{
    /// <summary>Environment variable that names the executable; <c>none</c> does without PowerShell.</summary>
    public const string Variable = "SFJWT_PWSH";

    private static readonly Version Minimum = new(7, 4);

    /// <summary>Finds a PowerShell of version 7.4 or later.</summary>
    /// <param name="report">Receives one line before PowerShell is restored from NuGet; null if not needed.</param>
    /// <returns>The command; or null and the reason.</returns>
    public static (PowerShellCommand? Command, string? Reason) Find(Action<string>? report = null)
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        if (string.Equals(named, "none", StringComparison.OrdinalIgnoreCase))
        {
            return (null, $"{Variable} is 'none'");
        }

        if (!string.IsNullOrEmpty(named))
        {
            return PowerShellCommand.At(named) is { } command
                ? Check(command)
                : (null, $"{Variable} names '{named}', which does not run");
        }

        var onPath = OnPath().Select(PowerShellCommand.At).FirstOrDefault(c => c?.Version >= Minimum);
        return onPath is not null ? (onPath, null) : Tool(report);
    }

    private static (PowerShellCommand? Command, string? Reason) Check(PowerShellCommand command) => command.Version >= Minimum
        ? (command, null)
        : (null, $"{command.Path} is PowerShell {command.Version}; the module needs {Minimum}");

    private static IEnumerable<string> OnPath()
    {
        var name = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        return (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .Where(File.Exists);
    }

    private static (PowerShellCommand? Command, string? Reason) Tool(Action<string>? report)
    {
        var (folder, reason) = RestoredPackage.Find("PowerShell", ToolVersion(), report, "tool", "restore");
        if (folder is null)
        {
            return (null, "no pwsh of version 7.4 or later on the PATH, and " + reason);
        }

        var tool = Path.Combine(folder, "tools", "net10.0", "any", OperatingSystem.IsWindows() ? "win" : "unix");
        var executable = OperatingSystem.IsWindows() ? Path.Combine(tool, "pwsh.exe") : Launcher(Path.Combine(tool, "pwsh.dll"));
        return PowerShellCommand.At(executable) is { } command
            ? Check(command)
            : (null, $"the .NET tool PowerShell in {tool} does not run");
    }

    private static string ToolVersion()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, ".config", "dotnet-tools.json")));
        return manifest.RootElement.GetProperty("tools").GetProperty("powershell").GetProperty("version").GetString()!;
    }

    /// <summary>
    /// A <c>pwsh</c> that starts the tool in one process, unlike <c>dotnet tool run</c>. The package's own executable is for Linux on x64;
    /// this one runs wherever .NET runs.
    /// </summary>
    [UnsupportedOSPlatform("windows")]
    private static string Launcher(string assembly)
    {
        var path = Path.Combine(Repository.Root, "out", "powershell", "pwsh");
        var text = $"#!/bin/sh\nDOTNET_ROOT={Quote(DotNet.Root)} exec {Quote(DotNet.Executable)} {Quote(assembly)} \"$@\"\n";
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            // Written completely, then moved into place: another process may start it at this moment.
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var made = $"{path}.{Environment.ProcessId}";
            File.WriteAllText(made, text);
            File.SetUnixFileMode(made, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.Move(made, path, overwrite: true);
        }

        return path;

        static string Quote(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }
}
