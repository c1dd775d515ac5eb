using System.ComponentModel;
using System.Diagnostics;

namespace SalesforceJwt.Quickstart;

/// <summary>How PowerShell is started.</summary>
/// <param name="FileName">The executable.</param>
/// <param name="Arguments">Arguments that come before PowerShell's own.</param>
public sealed record PowerShellCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>What to start it with: no profile, no prompts.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="arguments">Further arguments.</param>
    public ProcessStartInfo StartInfo(string folder, params IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(FileName, [.. Arguments, "-NoProfile", "-NonInteractive", .. arguments]) { WorkingDirectory = folder };
        info.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        info.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        return info;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', [FileName, .. Arguments]);

    /// <summary>Its version; null where it does not run.</summary>
    internal Version? Version(string folder)
    {
        var info = new ProcessStartInfo(FileName, [.. Arguments, "--version"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(info)!;
            _ = process.StandardError.ReadToEndAsync();
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            var number = text.Replace("PowerShell", string.Empty, StringComparison.OrdinalIgnoreCase).Trim().Split('-')[0];
            return process.ExitCode == 0 && System.Version.TryParse(number, out var version) ? version : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
