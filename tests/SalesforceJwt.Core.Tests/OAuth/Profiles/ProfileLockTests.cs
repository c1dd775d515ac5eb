using SalesforceJwt.Core.OAuth.Profiles;

namespace SalesforceJwt.Core.Tests.OAuth.Profiles;

/// <summary>Concurrent writers. See <see cref="ProfileProcessTests"/> for real processes.</summary>
public sealed class ProfileLockTests : IDisposable
{
    private static readonly StoredProfile Ci = new()
    {
        Name = "ci",
        LoginUrl = "https://example.my.salesforce.com",
        ClientId = "3MVG9",
        Username = "ci@example.com",
        Key = new SecretLocation(SecretLocationKind.Variable, "SF_JWT_KEY"),
    };

    private readonly TemporaryFolder _folder = new();
    private readonly ProfileStore _store;

    public ProfileLockTests() => _store = new ProfileStore(_folder["profiles.json"]);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string LockPath => _store.Path + ".lock";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Concurrent_writers_all_save_their_profile_and_readers_see_a_complete_file()
    {
        var names = Enumerable.Range(1, 40).Select(i => $"p{i:00}").ToList();
        var writing = Task.WhenAll(names.Select(name => Task.Run(() => new ProfileStore(_store.Path).SaveAsync(Ci with { Name = name }, cancellationToken: Stop), Stop)));
        var (reads, before) = (0, 0);
        do
        {
            var now = _store.Read().Count;
            Assert.True(now >= before, $"{before} profiles became {now}.");
            before = now;
            reads++;
        }
        while (!writing.IsCompleted);

        await writing;
        Assert.True(reads > 1);
        Assert.Equal(names, _store.Read().Select(p => p.Name));
        Assert.Equal(["profiles.json", "profiles.json.lock"], _folder.Names);
    }

    [Fact]
    public async Task Of_concurrent_writers_of_one_name_one_succeeds()
    {
        var results = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(
            async () =>
            {
                try
                {
                    return (await _store.SaveAsync(Ci with { Username = $"u{i}@example.com" }, cancellationToken: Stop)).Username;
                }
                catch (SfException e) when (e.Kind == SfErrorKind.ProfileExists)
                {
                    return null;
                }
            },
            Stop)));

        Assert.Equal(_store.Find("ci").Username, Assert.Single(results, r => r is not null));
    }

    [Fact]
    public async Task A_lock_file_left_by_a_crash_does_not_block()
    {
        File.WriteAllText(LockPath, "4711");

        await _store.SaveAsync(Ci, cancellationToken: Stop);

        Assert.Equal(Ci, _store.Find("ci"));
    }

    [Fact]
    public async Task A_writer_waits_for_the_lock()
    {
        Task saving;
        using (Hold())
        {
            saving = _store.SaveAsync(Ci, cancellationToken: Stop);
            await Task.Delay(100, Stop);
            Assert.False(saving.IsCompleted);
            Assert.Empty(_store.Read());
        }

        await saving;
        Assert.Equal(Ci, _store.Find("ci"));
    }

    [Fact]
    public async Task The_wait_for_the_lock_times_out()
    {
        using var held = Hold();
        var store = new ProfileStore(_store.Path, lockTimeout: TimeSpan.FromMilliseconds(30));

        var error = await Assert.ThrowsAsync<SfException>(() => store.SaveAsync(Ci, cancellationToken: Stop));

        Assert.Equal(SfErrorKind.ProfileFileLocked, error.Kind);
        Assert.Contains(LockPath, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_store.Path));
    }

    [Fact]
    public async Task The_wait_for_the_lock_can_be_cancelled()
    {
        using var held = Hold();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var saving = _store.SaveAsync(Ci, cancellationToken: stopping.Token);

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saving);
        Assert.False(File.Exists(_store.Path));
    }

    private FileStream Hold() => new(LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
