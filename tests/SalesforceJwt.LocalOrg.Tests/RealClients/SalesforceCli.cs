using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Tests.RealClients;

/// <summary>The sf CLI with its own home directory, which is deleted with the test.</summary>
internal sealed class SalesforceCli : IDisposable
{
    private readonly TemporaryFolder _home = new();

    /// <summary>Environment variables besides those that each command gets.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Writes a file for a command, and returns its path.</summary>
    public async Task<string> WriteAsync(string name, string content)
    {
        var path = Path.Combine(_home.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, content, TestOrg.Cancellation);
        return path;
    }

    /// <summary>Runs a command that must succeed, and returns its result.</summary>
    public async Task<JsonElement> RunAsync(params string[] arguments) => (await RunAsync(arguments, exitCode: 0)).GetProperty("result");

    /// <summary>Runs a command that must fail, and returns what it printed.</summary>
    public Task<JsonElement> FailAsync(params string[] arguments) => RunAsync(arguments, exitCode: 1);

    public void Dispose() => _home.Dispose();

    private async Task<JsonElement> RunAsync(string[] arguments, int exitCode)
    {
        var start = NodeClients.SalesforceCli([.. arguments, "--json"]);
        start.WorkingDirectory = _home.Path;
        foreach (var name in new[] { "HOME", "USERPROFILE", "LOCALAPPDATA" })
        {
            start.Environment[name] = _home.Path;
        }

        foreach (var name in new[] { "SF_DISABLE_TELEMETRY", "SF_AUTOUPDATE_DISABLE", "SF_SKIP_NEW_VERSION_CHECK", "SF_USE_GENERIC_UNIX_KEYCHAIN" })
        {
            start.Environment[name] = "true";
        }

        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return await ClientProcess.RunAsync(start, exitCode);
    }
}
