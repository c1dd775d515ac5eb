using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>LocalOrg as a process.</summary>
public sealed class ProgramTests
{
    private const int SigTerm = 15;

    [Fact]
    public async Task It_prints_its_urls_serves_and_ends_on_sigterm()
    {
        using var directory = new TemporaryFolder();
        var readyFile = Path.Combine(directory.Path, "ready.json");
        var objects = Path.Combine(directory.Path, "objects.json");
        await File.WriteAllTextAsync(
            objects,
            """[{"name":"Invoice__c"},{"name":"Account","fields":[{"name":"Segment__c","type":"string"}]}]""",
            TestOrg.Cancellation);
        using var process = Start(
            "--client-id", "app", "--client-secret", "s", "--callback-url", "http://localhost:1717/a", "--callback-url=myapp://b?c=d",
            "--user", "a@example.com", "--inactive-user=b@example.com", "--admin", "c@example.com", "--admin-password", "p", "--records", "3", "--ready-file", readyFile, "--objects", objects);
        var line = await process.StandardOutput.ReadLineAsync(TestOrg.Cancellation);
        var ready = JsonSerializer.Deserialize<JsonElement>(line!);
        Assert.Matches("^http://127.0.0.1:[0-9]+$", ready.GetProperty("httpUrl").GetString());
        Assert.Matches("^https://127.0.0.1:[0-9]+$", ready.GetProperty("httpsUrl").GetString());
        Assert.False(ready.TryGetProperty("adminKey", out _));
        var fromFile = JsonSerializer.Deserialize<JsonElement>(await WaitForFileAsync(readyFile));
        Assert.Equal(ready.GetProperty("httpsUrl").GetString(), fromFile.GetProperty("httpsUrl").GetString());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(readyFile));
        }

        var certificatePath = ready.GetProperty("certificatePath").GetString()!;
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(certificatePath);
        Assert.Equal("CN=localhost", certificate.Subject);

        using var client = new HttpClient { BaseAddress = new Uri(ready.GetProperty("httpUrl").GetString()!) };
        await client.GetStringAsync("/services/data", TestOrg.Cancellation);
        Assert.Matches(@"^[0-9:.]{12} GET /services/data 200 [0-9]+ ms$", await process.StandardOutput.ReadLineAsync(TestOrg.Cancellation));
        var state = await client.GetStringAsync("/_localorg/state", TestOrg.Cancellation);
        Assert.Contains("\"username\":\"b@example.com\"", state, StringComparison.Ordinal);
        Assert.Contains("\"username\":\"c@example.com\"", state, StringComparison.Ordinal);
        Assert.Contains("\"callbackUrls\":[\"http://localhost:1717/a\",\"myapp://b?c=d\"]", state, StringComparison.Ordinal);

        client.DefaultRequestHeaders.Authorization = new("Bearer", fromFile.GetProperty("adminKey").GetString());
        Assert.Contains(
            "/services/data", await client.GetStringAsync("/_localorg/requests", TestOrg.Cancellation), StringComparison.Ordinal);

        await EndAsync(process);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM, so the process had to be killed.");
        Assert.Equal(0, process.ExitCode);
        Assert.False(File.Exists(certificatePath));
    }

    [Fact]
    public async Task It_ends_with_its_parent_process()
    {
        // A process that has ended stands for one that ends later.
        using var watched = Start("--help");
        await watched.WaitForExitAsync(TestOrg.Cancellation);
        using var process = Start("--quiet", "--parent-pid", $"{watched.Id}");
        await process.WaitForExitAsync(TestOrg.Cancellation);
        Assert.Equal(0, process.ExitCode);
    }

    [Theory]
    [InlineData("Unknown option '--nope'.", "--nope")]
    [InlineData("--records must be a whole number from 0 to 2147483647, not 'many'.", "--records", "many")]
    [InlineData("--http-port must be a whole number from 0 to 65535, not '65536'.", "--http-port=65536")]
    [InlineData("--user needs a value.", "--user", "--quiet")]
    [InlineData("--user needs a value.", "--user")]
    [InlineData("--quiet takes no value.", "--quiet=yes")]
    [InlineData("--client-secret and --callback-url need --client-id", "--client-secret", "s")]
    [InlineData("--client-secret and --callback-url need --client-id", "--callback-url", "myapp://b")]
    [InlineData("--admin-password needs --admin", "--admin-password", "p")]
    [InlineData("--certificate needs --client-id", "--certificate", "x.crt")]
    [InlineData("The objects in 'missing.json' cannot be added: ", "--objects", "missing.json")]
    [InlineData("The certificate 'missing.crt' cannot be read", "--client-id", "x", "--certificate", "missing.crt")]
    public async Task Bad_options_are_named_and_exit_with_2(string message, params string[] arguments)
    {
        using var process = Start(arguments);
        Assert.StartsWith(message, await process.StandardError.ReadToEndAsync(TestOrg.Cancellation), StringComparison.Ordinal);
        Assert.Empty(await process.StandardOutput.ReadToEndAsync(TestOrg.Cancellation));
        await process.WaitForExitAsync(TestOrg.Cancellation);
        Assert.Equal(2, process.ExitCode);
    }

    [Fact]
    public async Task A_port_in_use_is_an_error()
    {
        await using var org = await LocalOrgServer.StartAsync(cancellationToken: TestOrg.Cancellation);
        using var process = Start("--http-port", $"{org.HttpUrl.Port}");
        Assert.Contains(
            "address already in use", await process.StandardError.ReadToEndAsync(TestOrg.Cancellation), StringComparison.OrdinalIgnoreCase);
        await process.WaitForExitAsync(TestOrg.Cancellation);
        Assert.Equal(1, process.ExitCode);
    }

    [Fact]
    public async Task Environment_variables_change_nothing()
    {
        using var process = Start(["--quiet"], ("ASPNETCORE_URLS", "http://0.0.0.0:1"), ("Kestrel__Limits__MaxRequestLineSize", "1"));
        var ready = JsonSerializer.Deserialize<JsonElement>((await process.StandardOutput.ReadLineAsync(TestOrg.Cancellation))!);
        using var client = new HttpClient();
        Assert.NotEmpty(await client.GetStringAsync($"{ready.GetProperty("httpUrl").GetString()}/services/data", TestOrg.Cancellation));
        await EndAsync(process);
    }

    private static Process Start(params string[] arguments) => Start(arguments, []);

    private static Process Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(LocalOrgServer).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static async Task EndAsync(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill();
        }
        else
        {
            Assert.Equal(0, Kill(process.Id, SigTerm));
        }

        await process.WaitForExitAsync(TestOrg.Cancellation);
    }

    private static async Task<string> WaitForFileAsync(string path)
    {
        while (!File.Exists(path))
        {
            await Task.Delay(10, TestOrg.Cancellation);
        }

        return await File.ReadAllTextAsync(path, TestOrg.Cancellation);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
