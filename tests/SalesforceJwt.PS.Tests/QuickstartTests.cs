using System.Diagnostics;
using SalesforceJwt.Quickstart;

namespace SalesforceJwt.PS.Tests;

/// <summary>The README's first command, with and without PowerShell.</summary>
public sealed class QuickstartTests
{
    [Fact]
    public async Task It_runs_through_the_library_without_PowerShell()
    {
        var (exitCode, output) = await RunQuickstartAsync("none");
        Assert.True(exitCode == 0, output);
        Assert.Contains("No PowerShell here", output, StringComparison.Ordinal);
        AssertSteps(output);
    }

    [Fact]
    public async Task It_runs_through_the_module_with_PowerShell()
    {
        var (powerShell, reason) = PowerShellFinder.Find();
        Assert.SkipWhen(powerShell is null, "No PowerShell: " + reason);
        var (exitCode, output) = await RunQuickstartAsync(null);
        Assert.True(exitCode == 0, output);
        Assert.Contains($"in PowerShell {powerShell}", output, StringComparison.Ordinal);
        AssertSteps(output);
        Assert.All(
            output.Split('\n').Where(line => !line.Contains(Repository.Root, StringComparison.Ordinal)),
            line => Assert.InRange(line.TrimEnd().Length, 0, 80));
    }

    [Fact]
    public async Task It_runs_in_the_PowerShell_of_NuGet_if_the_PATH_has_no_pwsh()
    {
        using var folder = new TemporaryFolder();
        var info = Quickstart();
        info.Environment["PATH"] = folder.Path;
        info.Environment.Remove(PowerShellFinder.Variable);
        var (exitCode, output) = await RunAsync(info);
        Assert.SkipWhen(output.Contains("cannot be restored from NuGet", StringComparison.Ordinal), output.Split('\n')[0]);
        Assert.True(exitCode == 0, output);
        Assert.Matches(@"in PowerShell 7\.\d+\.\d+ \(.*\bpwsh(\.exe)?\)\.", output);
        AssertSteps(output);
    }

    [Fact]
    public void A_package_that_cannot_be_restored_gives_the_reason()
    {
        var said = new List<string>();
        var (folder, reason) = RestoredPackage.Find("SalesforceJwt.NoSuchPackage", "1.2.3", said.Add, "restore", "no-such-project.csproj");
        Assert.Null(folder);
        Assert.Matches(@"^SalesforceJwt\.NoSuchPackage 1\.2\.3 cannot be restored from NuGet \(dotnet restore .*error.*\)$", reason);
        Assert.Equal("Restoring SalesforceJwt.NoSuchPackage 1.2.3 from NuGet, once.", Assert.Single(said));
    }

    [Fact]
    public async Task It_fails_with_an_exit_code_if_a_step_fails()
    {
        var (powerShell, reason) = PowerShellFinder.Find();
        Assert.SkipWhen(powerShell is null, "No PowerShell: " + reason);
        var script = Path.Combine(Repository.Root, "samples", "Quickstart", "quickstart.ps1");
        using var folder = new TemporaryFolder();
        var (exitCode, output) = await RunAsync(powerShell!.StartInfo(
            folder.Path,
            "-File", script, "-Module", folder.Path, "-LoginUrl", "x", "-Username", "x", "-Query", "x", "-CallbackPort", "1", "-BrowserFile", "x"));
        Assert.NotEqual(0, exitCode);
        Assert.Contains("PS> Import-Module", output, StringComparison.Ordinal);
    }

    /// <summary>The app was made, its user signed in, and created a record.</summary>
    private static void AssertSteps(string output)
    {
        Assert.Contains("Created the app ci.", output, StringComparison.Ordinal);
        Assert.Contains("those with ci.", output, StringComparison.Ordinal);
        Assert.Contains("ci.key", output, StringComparison.Ordinal);
        Assert.Matches(@"Bearer \w{6}\*\*\*", output);
        Assert.Matches(@"created\s+003\w{15}", output);
    }

    private static ProcessStartInfo Quickstart() => new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Quickstart.dll")]);

    private static Task<(int ExitCode, string Output)> RunQuickstartAsync(string? powerShell)
    {
        var info = Quickstart();
        if (powerShell is not null)
        {
            info.Environment[PowerShellFinder.Variable] = powerShell;
        }

        return RunAsync(info);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(ProcessStartInfo info)
    {
        info.RedirectStandardOutput = true;
        info.RedirectStandardError = true;
        info.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await errors);
    }
}
