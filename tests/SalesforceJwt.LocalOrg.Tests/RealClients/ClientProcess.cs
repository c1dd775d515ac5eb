using System.Diagnostics;
using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Tests.RealClients;

/// <summary>A running client; it ends with the test.</summary>
internal sealed class ClientProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private ClientProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync(TestOrg.Cancellation);
    }

    /// <summary>Starts a script of this folder.</summary>
    public static ClientProcess StartScript(string name, object settings) => new(NodeClients.Script(name, settings));

    /// <summary>Runs a client to its end and returns the JSON that it printed.</summary>
    /// <param name="start">The client.</param>
    /// <param name="exitCode">The exit code that it must have.</param>
    public static async Task<JsonElement> RunAsync(ProcessStartInfo start, int exitCode = 0)
    {
        using var client = new ClientProcess(start);
        client._process.StandardInput.Close();
        var output = await client._process.StandardOutput.ReadToEndAsync(TestOrg.Cancellation);
        await client.EndAsync(output, exitCode);
        return JsonSerializer.Deserialize<JsonElement>(output);
    }

    /// <summary>Runs a script of this folder to its end.</summary>
    public static Task<JsonElement> RunScriptAsync(string name, object settings) => RunAsync(NodeClients.Script(name, settings));

    /// <summary>The script's next line of JSON.</summary>
    public async Task<JsonElement> ReadAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync(TestOrg.Cancellation);
        if (line is null)
        {
            Assert.Fail($"The client ended: {await _errors}");
        }

        return JsonSerializer.Deserialize<JsonElement>(line);
    }

    public async Task WriteLineAsync(string line = "")
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), TestOrg.Cancellation);
        await _process.StandardInput.FlushAsync(TestOrg.Cancellation);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private async Task EndAsync(string output, int exitCode)
    {
        await _process.WaitForExitAsync(TestOrg.Cancellation);
        Assert.True(_process.ExitCode == exitCode, $"The client ended with {_process.ExitCode}: {output}{await _errors}");
    }
}
