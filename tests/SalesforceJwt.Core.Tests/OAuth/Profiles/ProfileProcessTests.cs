using System.Diagnostics;
using SalesforceJwt.Core.OAuth.Profiles;

namespace SalesforceJwt.Core.Tests.OAuth.Profiles;

/// <summary>Concurrent writers in several processes.</summary>
[Collection("Many processes")]
public sealed class ProfileProcessTests : IDisposable
{
    private const int Writers = 50;

    private readonly TemporaryFolder _folder = new();
    private readonly List<Process> _processes = [];
    private readonly ProfileStore _store;

    public ProfileProcessTests() => _store = new ProfileStore(_folder["profiles.json"]);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited)
            {
                process.Kill();
                process.WaitForExit();
            }

            process.Dispose();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Fifty_processes_all_save_their_profile_and_readers_see_a_complete_file()
    {
        var names = Enumerable.Range(1, Writers).Select(i => $"p{i:00}").ToList();
        var processes = names.ConvertAll(name => Start("profile", _store.Path, name));
        foreach (var process in processes)
        {
            Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(Stop));
        }

        processes.ForEach(process => process.StandardInput.WriteLine());
        var (steps, before) = (0, 0);
        while (processes.Exists(process => !process.HasExited))
        {
            // Every read is complete, and has all profiles of the reads before it.
            var now = _store.Read().Count;
            Assert.True(now >= before, $"{before} profiles became {now}.");
            steps += now > before ? 1 : 0;
            before = now;
            await Task.Delay(1, Stop);
        }

        foreach (var process in processes)
        {
            Assert.True(process.ExitCode == 0, await process.StandardError.ReadToEndAsync(Stop));
        }

        Assert.True(steps > 1, "The reads saw nothing of the writing.");
        Assert.Equal(names, _store.Read().Select(p => p.Name));
        Assert.All(_store.Read(), p => Assert.Equal(p.Name + "@example.com", p.Username));
        Assert.Equal(["profiles.json", "profiles.json.lock"], _folder.Names);
    }

    [Fact]
    public async Task A_process_that_dies_releases_the_lock()
    {
        var holder = Start("profile", _store.Path, "holder", "hold");
        Assert.Equal("ready", await holder.StandardOutput.ReadLineAsync(Stop));
        var hasty = new ProfileStore(_store.Path, lockTimeout: TimeSpan.Zero);
        var profile = new StoredProfile
        {
            Name = "ci",
            LoginUrl = "https://example.my.salesforce.com",
            ClientId = "3MVG9",
            Username = "ci@example.com",
            Key = new SecretLocation(SecretLocationKind.Thumbprint, new string('A', 40)),
        };
        Assert.Equal(SfErrorKind.ProfileFileLocked, (await Assert.ThrowsAsync<SfException>(() => hasty.SaveAsync(profile, cancellationToken: Stop))).Kind);

        holder.Kill();
        await holder.WaitForExitAsync(Stop);

        Assert.Equal(profile, await hasty.SaveAsync(profile, cancellationToken: Stop));
    }

    private Process Start(params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "SalesforceJwt.TestProcess.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(info)!;
        _processes.Add(process);
        return process;
    }
}
