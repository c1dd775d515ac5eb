namespace SalesforceJwt.Quickstart;

/// <summary>
/// Finds a PowerShell to run the module in: <c>SFJWT_PWSH</c>, then <c>pwsh</c> on the PATH, then the repository's .NET tool
/// (<c>dotnet tool restore</c> fetches it). The tests use it as well.
/// </summary>
public static class PowerShellFinder
{
    /// <summary>Environment variable that names the executable; <c>none</c> does without PowerShell.</summary>
    public const string Variable = "SFJWT_PWSH";

    private static readonly Version Minimum = new(7, 4);

    /// <summary>Finds a PowerShell of version 7.4 or later.</summary>
    /// <param name="repository">The repository's folder, for its tool manifest.</param>
    /// <returns>The command; or null and the reason.</returns>
    public static (PowerShellCommand? Command, string? Reason) Find(string repository)
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        if (string.Equals(named, "none", StringComparison.OrdinalIgnoreCase))
        {
            return (null, $"{Variable} is 'none'");
        }

        PowerShellCommand[] candidates = string.IsNullOrEmpty(named)
            ? [.. OnPath().Select(path => new PowerShellCommand(path, [])), new PowerShellCommand("dotnet", ["tool", "run", "pwsh", "--"])]
            : [new PowerShellCommand(named, [])];
        string? reason = null;
        foreach (var candidate in candidates)
        {
            if (candidate.Version(repository) is not { } version)
            {
                continue;
            }

            if (version >= Minimum)
            {
                return (candidate, null);
            }

            reason = $"{candidate} is PowerShell {version}; the module needs {Minimum}";
        }

        return (null, reason ?? (string.IsNullOrEmpty(named)
            ? "no pwsh on the PATH, and the repository's .NET tool is not restored (dotnet tool restore)"
            : $"{Variable} names '{named}', which does not run"));
    }

    private static IEnumerable<string> OnPath()
    {
        var name = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        return (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .Where(File.Exists);
    }
}
