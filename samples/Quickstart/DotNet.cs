using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SalesforceJwt.Quickstart;

/// <summary>The .NET that runs this program.</summary>
internal static class DotNet
{
    /// <summary>Its folder, which contains <c>dotnet</c> and <c>shared/Microsoft.NETCore.App/VERSION</c>.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>Its executable.</summary>
    public static string Executable { get; } = Path.Combine(Root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");

    /// <summary>Runs a command of the SDK and collects its output.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="arguments">The command.</param>
    public static (int ExitCode, string Output) Run(string folder, params IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(Executable, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        info.Environment["DOTNET_NOLOGO"] = "1";
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
