using System.Diagnostics;
using System.Xml.Linq;
using SalesforceJwt.Quickstart;

namespace SalesforceJwt.PS.Tests;

/// <summary>
/// Runs each file of tests/pester in a PowerShell process of its own. If PowerShell or Pester is not available, the tests are skipped
/// with that reason.
/// </summary>
public abstract class PesterTests
{
    private const int Halves = 2;

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "pester");

    private static readonly Lazy<(PowerShellCommand? PowerShell, string? Pester, string? Reason)> Available = new(Find);

    /// <summary>
    /// Half of the files, one row each. Each half is a class, so that xunit runs two files at the same time. The size of a file
    /// stands for its run time: the largest files come first, in turns.
    /// </summary>
    protected static TheoryData<string> FilesOf(int half) =>
        [.. new DirectoryInfo(Folder).EnumerateFiles("*.Tests.ps1")
            .OrderByDescending(file => file.Length).ThenBy(file => file.Name, StringComparer.Ordinal)
            .Where((_, i) => i % Halves == half)
            .Select(file => file.Name)];

    /// <summary>Runs one file, and fails with its failures.</summary>
    protected static async Task RunAsync(string file)
    {
        var (powerShell, pester, reason) = Available.Value;
        Assert.SkipWhen(powerShell is null, reason ?? string.Empty);
        var results = Path.Combine(AppContext.BaseDirectory, "pester", Path.ChangeExtension(file, ".xml"));
        Directory.CreateDirectory(Path.GetDirectoryName(results)!);
        File.Delete(results);

        var (exitCode, output) = await RunAsync(
            powerShell!,
            Path.Combine(Folder, "Invoke-TestFile.ps1"), "-Path", Path.Combine(Folder, file), "-Results", results, "-Pester", pester!);

        Assert.True(File.Exists(results), $"Pester wrote no results (exit code {exitCode}):\n{output}");
        var cases = XDocument.Load(results).Descendants("test-case").ToList();
        var failed = cases.Where(c => (string?)c.Attribute("result") is not ("Success" or "Ignored" or "Skipped" or "Inconclusive"))
            .Select(c => $"{(string?)c.Attribute("name")}\n    {Message(c).Replace("\n", "\n    ", StringComparison.Ordinal)}")
            .ToList();
        TestContext.Current.SendDiagnosticMessage("{0}: {1} Pester tests", file, cases.Count);
        if (cases.Count(c => (string?)c.Attribute("result") is "Ignored" or "Skipped") is var skipped and > 0)
        {
            var reasons = output.Split('\n').Where(line => line.Contains("Skipped:", StringComparison.Ordinal)).Select(line => line.Trim());
            TestContext.Current.AddWarning(
                $"{skipped} of {cases.Count} Pester tests of {file} were skipped. {string.Join(' ', reasons)}");
        }

        Assert.True(
            failed.Count == 0 && exitCode == 0,
            $"{failed.Count} of {cases.Count} Pester tests of {file} failed (exit code {exitCode}):\n"
                + $"{string.Join('\n', failed)}\n{(failed.Count == 0 ? output : string.Empty)}");
        Assert.True(cases.Count > 0, $"{file} has no tests.");

        static string Message(XElement testCase) => testCase.Descendants("message").FirstOrDefault()?.Value ?? string.Empty;
    }

    private static (PowerShellCommand? PowerShell, string? Pester, string? Reason) Find()
    {
        var (powerShell, noPowerShell) = PowerShellFinder.Find();
        if (powerShell is null)
        {
            return (null, null, "No PowerShell: " + noPowerShell);
        }

        var project = XDocument.Load(Path.Combine(Folder, "Pester.csproj"));
        var version = (string)project.Descendants("PackageDownload").Single().Attribute("Version")!;
        var (folder, noPester) = RestoredPackage.Find(
            "Pester", version.Trim('[', ']'), null, "restore", Path.Combine(Folder, "Pester.csproj"));
        return folder is null
            ? (null, null, "No Pester: " + noPester)
            : (PrecompiledPowerShell.Of(powerShell), Path.Combine(folder, "tools", "Pester.psd1"), null);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(
        PowerShellCommand powerShell, string script, params string[] arguments)
    {
        var info = powerShell.StartInfo(Repository.Root, ["-File", script, .. arguments]);
        info.RedirectStandardOutput = true;
        info.RedirectStandardError = true;
        info.RedirectStandardInput = true;
        info.Environment[PowerShellFinder.Variable] = powerShell.Path;
        info.Environment["SFJWT_MODULE"] = Repository.Package;
        info.Environment["SFJWT_LOCALORG"] = Path.Combine(AppContext.BaseDirectory, "SalesforceJwt.LocalOrg.dll");
        info.Environment["NO_COLOR"] = "1";
        // Compiling methods again, optimized, would cost these short processes a third of their time.
        info.Environment["DOTNET_TieredPGO"] = "0";
        info.Environment["DOTNET_TC_CallCounting"] = "0";
        using var process = Process.Start(info)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await errors);
    }
}
