using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using SalesforceJwt.LocalOrg.CommandLine;
using SalesforceJwt.LocalOrg.Http;

namespace SalesforceJwt.LocalOrg;

/// <summary>LocalOrg as a command-line program.</summary>
public static class Program
{
    private const int Failed = 1;
    private const int BadUsage = 2;

    /// <summary>Runs an org until a signal or the end of the parent process stops it.</summary>
    /// <param name="args">The options; <c>--help</c> lists them.</param>
    /// <returns>0 after a normal end, 1 if the server could not start, 2 for invalid options.</returns>
    public static async Task<int> Main(string[] args)
    {
        try
        {
            var options = CommandLineOptions.Parse(args);
            if (options.ShowHelp)
            {
                Console.Write(CommandLineOptions.Help);
                return 0;
            }

            await RunAsync(options, LoadCertificate(options.CertificatePath));
            return 0;
        }
        catch (UsageException exception)
        {
            await Console.Error.WriteLineAsync($"{exception.Message} --help lists the options.");
            return BadUsage;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Failed;
        }
    }

    private static async Task RunAsync(CommandLineOptions options, X509Certificate2? certificate)
    {
        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

        await using var server = await LocalOrgServer.StartAsync(new LocalOrgOptions
        {
            HttpPort = options.HttpPort,
            HttpsPort = options.HttpsPort,
            Records = options.Records,
            MemberOrder = options.MemberOrder,
            RequestCompleted = options.IsQuiet ? null : LogRequest,
        });
        Fill(server.Org, options, certificate);
        using var announcement = new Announcement(server);
        Console.WriteLine(announcement.Text);
        if (options.ReadyFile is not null)
        {
            announcement.WriteTo(options.ReadyFile);
        }

        try
        {
            await ParentProcess.WaitForExitAsync(options.ParentPid, stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
    }

    private static void Fill(Org org, CommandLineOptions options, X509Certificate2? certificate)
    {
        org.Options.Bulk.StrictLineEndings = options.HasStrictLineEndings;
        foreach (var path in options.ObjectFiles)
        {
            AddObjects(org, path);
        }

        foreach (var username in options.Users.Concat(options.NotApprovedUsers))
        {
            org.Users.Add(username);
        }

        foreach (var username in options.InactiveUsers)
        {
            org.Users.Add(username, active: false);
        }

        if (options.Admin is not null)
        {
            org.Users.Add(options.Admin).Password = options.AdminPassword;
        }

        if (options.ClientId is not null)
        {
            var app = org.Apps.Register(options.ClientId, certificate);
            app.ConsumerSecret = options.ClientSecret;
            foreach (var url in options.CallbackUrls)
            {
                app.CallbackUrls.Add(url);
            }

            foreach (var username in options.Users.Concat(options.InactiveUsers))
            {
                org.Apps.Approve(options.ClientId, username);
            }
        }
    }

    private static void AddObjects(Org org, string path)
    {
        try
        {
            foreach (var definition in Json.ReadFile<CustomObject>(path))
            {
                org.AddObject(definition);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            throw new UsageException($"The objects in '{path}' cannot be added: {exception.Message}");
        }
    }

    private static X509Certificate2? LoadCertificate(string? path)
    {
        try
        {
            return path is null ? null : X509CertificateLoader.LoadCertificateFromFile(path);
        }
        catch (Exception exception) when (exception is IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw new UsageException($"The certificate '{path}' cannot be read: {exception.Message}");
        }
    }

    private static void LogRequest(LoggedRequest request) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{request.StartedAt:HH:mm:ss.fff} {request.Method} {request.Path} {request.StatusCode} "
            + $"{request.Duration.TotalMilliseconds:F0} ms"));
}
