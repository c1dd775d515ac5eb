using System.Text;
using System.Text.Json.Nodes;
using SalesforceJwt.Core.OAuth.Profiles;

namespace SalesforceJwt.Core.Tests.OAuth.Profiles;

/// <summary>The file: which content is preserved, who may read it, and what happens if it is damaged or cannot be written.</summary>
public sealed class ProfileFileTests : IDisposable
{
    private static readonly StoredProfile Ci = new()
    {
        Name = "ci",
        LoginUrl = "https://example.my.salesforce.com",
        ClientId = "3MVG9",
        Username = "ci@example.com",
        Key = new SecretLocation(SecretLocationKind.Path, "/keys/ci.key"),
    };

    private readonly TemporaryFolder _folder = new();
    private readonly ProfileStore _store;

    public ProfileFileTests() => _store = new ProfileStore(_folder["profiles.json"]);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_file_is_readable_JSON_and_only_the_lock_file_remains_beside_it()
    {
        await _store.SaveAsync(Ci with { Key = new SecretLocation(SecretLocationKind.Path, "/schlüssel/it's+ci.key") }, cancellationToken: Stop);

        Assert.Equal(
            """
            {
              "version": 1,
              "profiles": {
                "ci": {
                  "loginUrl": "https://example.my.salesforce.com",
                  "clientId": "3MVG9",
                  "username": "ci@example.com",
                  "key": {
                    "path": "/schlüssel/it's+ci.key"
                  }
                }
              }
            }

            """.ReplaceLineEndings(),
            File.ReadAllText(_store.Path).ReplaceLineEndings());
        Assert.Equal(["profiles.json", "profiles.json.lock"], _folder.Names);
    }

    [Fact]
    public async Task Unknown_members_are_preserved()
    {
        Write("""
            {
              "$schema": "https://example.com/schema",
              "VERSION": 1,
              "profiles": {
                "ci": { "loginUrl": "https://login.salesforce.com", "color": "red", "key": { "path": "/a", "note": 1.50 } },
                "other": { "flow": "web", "key": { "agent": "x" }, "deep": [ { "a": null } ] }
              },
              "big": 12345678901234567890.10
            }
            """);

        await _store.SaveAsync(Ci, overwrite: true, Stop);
        await _store.SaveAsync(Ci with { Name = "new" }, cancellationToken: Stop);
        await _store.RemoveAsync("new", Stop);

        var root = JsonNode.Parse(File.ReadAllText(_store.Path))!;
        Assert.Equal("https://example.com/schema", (string?)root["$schema"]);
        Assert.Equal("12345678901234567890.10", root["big"]!.ToJsonString());
        Assert.Equal("red", (string?)root["profiles"]!["ci"]!["color"]);
        Assert.Equal("""{"flow":"web","key":{"agent":"x"},"deep":[{"a":null}]}""", root["profiles"]!["other"]!.ToJsonString());
        Assert.Equal(Ci, _store.Find("ci"));
        Assert.Null(_store.Find("other").Key);
    }

    [Fact]
    public async Task A_file_with_a_byte_order_mark_is_read()
    {
        await _store.SaveAsync(Ci, cancellationToken: Stop);
        File.WriteAllText(_store.Path, File.ReadAllText(_store.Path), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.Equal(Ci, _store.Find("ci"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"version":0,"profiles":{}}""")]
    [InlineData("""{"version":"1","profiles":{}}""")]
    [InlineData("""{"version":1}""")]
    [InlineData("""{"version":1,"profiles":[]}""")]
    [InlineData("""{"version":1,"profiles":{"ci":5}}""")]
    [InlineData("""{"version":1,"profiles":{"ci":{"username":5}}}""")]
    [InlineData("""{"version":1,"profiles":{"ci":{"username":"\ud800"}}}""")]
    [InlineData("""{"version":1,"profiles":{"ci":{"key":"/a"}}}""")]
    [InlineData("""{"version":1,"profiles":{"ci":{"key":{"path":"/a","variable":"A"}}}}""")]
    [InlineData("""{"version":1,"profiles":{"ci":{},"CI":{}}}""")]
    [InlineData("""{"version":1,"profiles":{"ci":{}}} x""")]
    [InlineData("""{"version":1,"profiles":{"ci":{}}, /* mine */ "a": 1}""")]
    [InlineData("""{"version":2,"profiles":{"ci":{}}}""")]
    public async Task A_damaged_or_newer_file_is_named_and_not_changed(string content)
    {
        Write(content);

        var errors = new[]
        {
            Assert.Throws<SfException>(() => _store.Read()),
            await Assert.ThrowsAsync<SfException>(() => _store.SaveAsync(Ci, overwrite: true, Stop)),
            await Assert.ThrowsAsync<SfException>(() => _store.RemoveAsync("ci", Stop)),
        };

        Assert.All(errors, error =>
        {
            Assert.Equal(SfErrorKind.ProfileFileInvalid, error.Kind);
            Assert.Contains(_store.Path, error.Message, StringComparison.Ordinal);
            Assert.Contains("was not changed", error.Message, StringComparison.Ordinal);
            Assert.NotNull(error.Remedy);
        });
        Assert.Equal(content, File.ReadAllText(_store.Path));
    }

    [Fact]
    public void A_file_that_is_not_UTF8_is_damaged()
    {
        File.WriteAllBytes(_store.Path, [.. "{\"version\":1,\"profiles\":{},\"a\":\""u8, 0xFF, .. "\"}"u8]);

        Assert.Equal(SfErrorKind.ProfileFileInvalid, Assert.Throws<SfException>(() => _store.Read()).Kind);
    }

    [Fact]
    public async Task Only_the_owner_may_read_file_and_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var path = Path.Combine(_folder["config"], "SalesforceJwt.PS", "profiles.json");
        await new ProfileStore(path).SaveAsync(Ci, cancellationToken: Stop);

#pragma warning disable CA1416 // Not reached on Windows.
        Assert.All([path, path + ".lock"], file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(path)!));

        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await new ProfileStore(path).SaveAsync(Ci, overwrite: true, Stop);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
#pragma warning restore CA1416
    }

    [Fact]
    public async Task A_link_to_the_file_stays_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets only administrators make links.");
        var target = Path.Combine(Directory.CreateDirectory(_folder["dotfiles"]).FullName, "real.json");
        File.CreateSymbolicLink(_store.Path, target);

        await _store.SaveAsync(Ci, cancellationToken: Stop);
        await _store.SaveAsync(Ci with { Name = "second" }, cancellationToken: Stop);

        Assert.Equal(target, new FileInfo(_store.Path).LinkTarget);
        Assert.Equal(["ci", "second"], new ProfileStore(target).Read().Select(p => p.Name));
    }

    [Fact]
    public async Task A_file_that_cannot_be_created_or_read_is_named()
    {
        _folder.Write("file", []);
        foreach (var path in new[] { Path.Combine(_folder["file"], "profiles.json"), Directory.CreateDirectory(_folder["folder"]).FullName })
        {
            var error = await Assert.ThrowsAsync<SfException>(() => new ProfileStore(path).SaveAsync(Ci, cancellationToken: Stop));

            Assert.Equal(SfErrorKind.FileAccessFailed, error.Kind);
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
            Assert.Contains("SF_PROFILE_PATH", error.Remedy, StringComparison.Ordinal);
        }

        Assert.Equal(SfErrorKind.FileAccessFailed, Assert.Throws<SfException>(() => new ProfileStore(_folder["folder"]).Read()).Kind);
    }

    [Fact]
    public async Task A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "An administrator may write everywhere.");
        await _store.SaveAsync(Ci, cancellationToken: Stop);
        var before = File.ReadAllText(_store.Path);
#pragma warning disable CA1416 // Not reached on Windows.
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            var error = await Assert.ThrowsAsync<SfException>(() => _store.SaveAsync(Ci, overwrite: true, Stop));

            Assert.Equal(SfErrorKind.FileAccessFailed, error.Kind);
            Assert.Equal(["profiles.json", "profiles.json.lock"], _folder.Names);
            Assert.Equal(before, File.ReadAllText(_store.Path));
        }
        finally
        {
            File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
#pragma warning restore CA1416
    }

    private void Write(string content) => File.WriteAllText(_store.Path, content);
}
