using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using SalesforceJwt.Core.FileSystem;

namespace SalesforceJwt.Core.Tests.FileSystem;

/// <summary>An output file keeps its identity: links, permissions, owner, devices and FIFOs.</summary>
public sealed class PartialFileTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_old_content_stays_until_the_new_is_complete()
    {
        var path = _folder.Write("a", "old and longer"u8.ToArray());
        using (var file = new PartialFile(path))
        {
            file.Write("ne"u8);
            Assert.Equal("old and longer", File.ReadAllText(path));
            file.Write("w"u8);
            file.Commit();
            Assert.Equal(3, file.Length);
        }

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(["a"], _folder.Names);
    }

    [Fact]
    public void An_incomplete_file_is_deleted()
    {
        var path = _folder.Write("a", "old"u8.ToArray());
        new PartialFile(path).Dispose();
        new PartialFile(_folder["b"]).Dispose();

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["a"], _folder.Names);
    }

    [Theory]
    [InlineData(0x180)]
    [InlineData(0x1A0)]
    [InlineData(0x1ED)]
    [InlineData(0x1FF)]
    [InlineData(0x124)]
    public void Permissions_stay_and_apply_to_the_unfinished_file(int mode)
    {
        RequireUnix();
        var path = _folder.Write("a", "old"u8.ToArray());
#pragma warning disable CA1416 // Not reached on Windows.
        File.SetUnixFileMode(path, (UnixFileMode)mode);
        Assert.SkipWhen(mode == 0x124 && !Environment.IsPrivilegedProcess, "Only an administrator may write to a read-only file.");
        using (var file = new PartialFile(path))
        {
            var partial = Assert.Single(_folder.Names, name => name != "a");
            Assert.Equal((UnixFileMode)mode, File.GetUnixFileMode(_folder[partial]));
            file.Write("new"u8);
            file.Commit();
        }

        Assert.Equal((UnixFileMode)mode, File.GetUnixFileMode(path));
#pragma warning restore CA1416
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void The_owner_stays()
    {
        RequireUnix();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only an administrator may give files away.");
        var path = _folder.Write("a", "old"u8.ToArray());
        Run("chown", "1234:4321", path);
        Run("chmod", "640", path);

        Save(path, "new");

        Assert.Equal("1234:4321 640 new", $"{Run("stat", "-c", "%u:%g %a", path)} {File.ReadAllText(path)}");
    }

    [Fact]
    public void Links_are_followed_and_stay()
    {
        RequireUnix();
        Directory.CreateDirectory(_folder["real/deep"]);
        Directory.CreateSymbolicLink(_folder["folder"], "real/deep");
        File.WriteAllText(_folder["real/file"], "old");
        File.CreateSymbolicLink(_folder["real/deep/second"], "../file");
        File.CreateSymbolicLink(_folder["first"], "folder/second");

        Save(_folder["first"], "new");

        Assert.Equal("new", File.ReadAllText(_folder["real/file"]));
        Assert.Equal(
            ("folder/second", "../file"),
            (new FileInfo(_folder["first"]).LinkTarget, new FileInfo(_folder["real/deep/second"]).LinkTarget));
        Assert.Equal(["first", "folder", "real"], _folder.Names);
    }

    [Fact]
    public void A_link_to_a_missing_file_creates_it()
    {
        RequireUnix();
        Directory.CreateDirectory(_folder["sub"]);
        File.CreateSymbolicLink(_folder["link"], "sub/new");

        Save(_folder["link"], "content");

        Assert.Equal("content", File.ReadAllText(_folder["sub/new"]));
        Assert.Equal("sub/new", new FileInfo(_folder["link"]).LinkTarget);
    }

    [Fact]
    public void A_link_into_a_missing_folder_and_a_loop_of_links_fail_before_the_request()
    {
        RequireUnix();
        File.CreateSymbolicLink(_folder["lost"], "missing/file");
        File.CreateSymbolicLink(_folder["one"], "two");
        File.CreateSymbolicLink(_folder["two"], "one");

        var error = Assert.Throws<SfException>(() => PartialFile.RequireTarget(_folder["lost"]));
        Assert.Equal(SfErrorKind.FolderNotFound, error.Kind);
        Assert.Contains("missing", error.Message, StringComparison.Ordinal);
        Assert.Equal(SfErrorKind.FileAccessFailed, Assert.Throws<SfException>(() => PartialFile.RequireTarget(_folder["one"])).Kind);
    }

    [Fact]
    public void All_hard_links_of_a_file_get_the_new_content()
    {
        RequireUnix();
        var path = _folder.Write("a", "old and longer"u8.ToArray());
        Run("ln", path, _folder["b"]);

        Save(path, "new");

        Assert.Equal(("new", "new"), (File.ReadAllText(path), File.ReadAllText(_folder["b"])));
        Assert.Equal("2", Run("stat", "-c", "%h", path));
        Assert.Equal(["a", "b"], _folder.Names);
    }

    [Fact]
    public async Task A_fifo_gets_the_bytes_and_stays()
    {
        RequireUnix();
        Run("mkfifo", _folder["fifo"]);
        PartialFile.RequireTarget(_folder["fifo"]);
        Assert.False(PartialFile.WouldOverwrite(_folder["fifo"]));
        var reading = Task.Run(() => File.ReadAllText(_folder["fifo"]), TestOrg.Cancellation);

        var content = new string('x', 1_000_000);
        await Task.Run(() => Save(_folder["fifo"], content), TestOrg.Cancellation);

        Assert.Equal(content, await reading);
        Assert.Equal("fifo", Run("stat", "-c", "%F", _folder["fifo"]));
        Assert.Equal(["fifo"], _folder.Names);
    }

    [Fact]
    public async Task A_fifo_without_a_reader_is_an_error_and_Ctrl_C_ends_the_wait()
    {
        RequireUnix();
        Run("mkfifo", _folder["fifo"]);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Task.Run(() => new PartialFile(_folder["fifo"], stop.Token), TestOrg.Cancellation));
        var error = await Assert.ThrowsAsync<SfException>(
            () => Task.Run(() => new PartialFile(_folder["fifo"], TestOrg.Cancellation), TestOrg.Cancellation));
        Assert.Contains("No program has opened it for reading", error.Message, StringComparison.Ordinal);

        // A reader that stops reading.
        using var reader = await OpenBothAsync();
        using var again = new CancellationTokenSource();
        using var file = new PartialFile(_folder["fifo"], again.Token);
        again.CancelAfter(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Task.Run(() => file.Write(new byte[1_000_000]), TestOrg.Cancellation));

        Task<FileStream> OpenBothAsync() => Task.Run(
            () => new FileStream(_folder["fifo"], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite), TestOrg.Cancellation);
    }

    [Fact]
    public void A_device_stays_a_device()
    {
        RequireUnix();
        var device = "/dev/null";
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess)
        {
            device = _folder["null"];
            Run("mknod", device, "c", "1", "3");
        }

        Save(device, "gone");

        Assert.Equal("character special file", Run("stat", "-c", "%F", device));
        Assert.Equal(0, _folder.Names.Count(n => n != "null"));
    }

    [Fact]
    public void A_target_that_cannot_be_written_is_an_error_and_stays()
    {
        RequireUnix();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder["socket"]));

        Assert.Equal(SfErrorKind.FileAccessFailed, Assert.Throws<SfException>(() => Save(_folder["socket"], "x")).Kind);
        Assert.Equal("socket", Run("stat", "-c", "%F", _folder["socket"]));
        Assert.Equal(SfErrorKind.FileAccessFailed, Assert.Throws<SfException>(() => PartialFile.RequireTarget(_folder.Path)).Kind);
        Assert.Equal(["socket"], _folder.Names);
    }

    [Fact]
    public void An_open_file_descriptor_is_written_to_in_place()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has /proc.");
        var path = _folder.Write("open", "old and longer"u8.ToArray());
        using var held = File.OpenRead(path);
        File.CreateSymbolicLink(_folder["link"], $"/proc/self/fd/{held.SafeFileHandle.DangerousGetHandle()}");

        Save(_folder["link"], "new");

        Assert.Equal("new", new StreamReader(held).ReadToEnd());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("é")]
    public void The_longest_names_can_be_written(string character)
    {
        var path = _folder[string.Concat(Enumerable.Repeat(character, 255 / Encoding.UTF8.GetByteCount(character)))];

        Save(path, "one");
        Save(path, "two");

        Assert.Equal("two", File.ReadAllText(path));
        Assert.Single(_folder.Names);
    }

    [Fact]
    public void A_new_file_has_the_permissions_that_any_new_file_has()
    {
        RequireUnix();
        Save(_folder["a"], "x");
        File.WriteAllText(_folder["b"], "x");

#pragma warning disable CA1416 // Not reached on Windows.
        Assert.Equal(File.GetUnixFileMode(_folder["b"]), File.GetUnixFileMode(_folder["a"]));
        Assert.Equal(OperatingSystem.IsWindows() ? default : Private, File.GetUnixFileMode(_folder["a"]) & Private);
#pragma warning restore CA1416
    }

    private static void Save(string path, string content)
    {
        PartialFile.RequireTarget(path);
        using var file = new PartialFile(path, TestOrg.Cancellation);
        file.Write(Encoding.UTF8.GetBytes(content));
        file.Commit();
    }

    private static void RequireUnix() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files.");

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
