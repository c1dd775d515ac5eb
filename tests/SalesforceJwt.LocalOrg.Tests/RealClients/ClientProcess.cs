using System.Diagnostics;
using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Tests.RealClients;

/// <summary>A client under way; it ends with the test.</summary>
internal sealed class ClientProcess : IDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;

    private ClientProcess(ProcessStartInfo start)
    {
        process = Process.Start(start)!;
        errors = process.StandardError.ReadToEndAsync(TestOrg.Cancellation);
    }

    /// <summary>Starts a script of this folder.</summary>
    public static ClientProcess StartScript(string name, object settings) => new(NodeClients.Script(name, settings));

    /// <summary>Runs a client to its end and gives what it printed, which is JSON.</summary>
    public static async Task<JsonElement> RunAsync(ProcessStartInfo start)
    {
        using var client = new ClientProcess(start);
        client.process.StandardInput.Close();
        var output = await client.process.StandardOutput.ReadToEndAsync(TestOrg.Cancellation);
        await client.EndAsync(output);
        return JsonSerializer.Deserialize<JsonElement>(output);
    }

    /// <summary>Runs a script of this folder to its end.</summary>
    public static Task<JsonElement> RunScriptAsync(string name, object settings) => RunAsync(NodeClients.Script(name, settings));

    /// <summary>The script's next answer.</summary>
    public async Task<JsonElement> ReadAsync()
    {
        var line = await process.StandardOutput.ReadLineAsync(TestOrg.Cancellation);
        if (line is null)
        {
            Assert.Fail($"The client ended: {await errors}");
        }

        return JsonSerializer.Deserialize<JsonElement>(line);
    }

    public async Task WriteLineAsync(string line = "")
    {
        await process.StandardInput.WriteLineAsync(line.AsMemory(), TestOrg.Cancellation);
        await process.StandardInput.FlushAsync(TestOrg.Cancellation);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
    }

    private async Task EndAsync(string output)
    {
        await process.WaitForExitAsync(TestOrg.Cancellation);
        Assert.True(process.ExitCode == 0, $"The client ended with {process.ExitCode}: {output}{await errors}");
    }
}
