using System.ComponentModel;
using System.Diagnostics;

namespace SalesforceJwt.Quickstart;

/// <summary>A PowerShell that can be started.</summary>
/// <param name="Path">Its executable.</param>
/// <param name="Version">Its version.</param>
public sealed record PowerShellCommand(string Path, Version Version)
{
    /// <summary>Starts it without a profile and without prompts.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="arguments">Further arguments.</param>
    public ProcessStartInfo StartInfo(string folder, params IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(Path, ["-NoProfile", "-NonInteractive", .. arguments]) { WorkingDirectory = folder };
        info.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        info.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        // If PowerShell is a .NET tool, its own executable (which Start-Job starts) looks for .NET here.
        info.Environment.TryAdd("DOTNET_ROOT", DotNet.Root);
        return info;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Version} ({Path})";

    /// <summary>Asks an executable for its version; null when it does not run or is not PowerShell.</summary>
    internal static PowerShellCommand? At(string path)
    {
        var info = new ProcessStartInfo(path, ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(info)!;
            _ = process.StandardError.ReadToEndAsync();
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            var number = text.Replace("PowerShell", string.Empty, StringComparison.OrdinalIgnoreCase).Trim().Split('-')[0];
            return process.ExitCode == 0 && Version.TryParse(number, out var version) ? new PowerShellCommand(path, version) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
