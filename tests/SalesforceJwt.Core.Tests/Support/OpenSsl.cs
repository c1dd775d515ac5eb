using System.ComponentModel;
using System.Diagnostics;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>The openssl program: reads files that Core writes, and writes files that Core reads.</summary>
internal static class OpenSsl
{
    /// <summary>Runs it and returns its output; skips the test if openssl is not installed.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("openssl")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        Array.ForEach(arguments, start.ArgumentList.Add);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("The program openssl is not on the PATH.");
            throw;
        }

        using (process)
        {
            process.StandardInput.Close();
            var cancellation = TestContext.Current.CancellationToken;
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            Assert.True(process.ExitCode == 0, $"openssl {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}");
            return await output + await errors;
        }
    }
}
