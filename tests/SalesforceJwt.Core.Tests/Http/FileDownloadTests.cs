using System.Diagnostics;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Http;

/// <summary>A downloaded file is complete, or does not exist.</summary>
public sealed class FileDownloadTests : ConnectedTests
{
    private const string Binary = "/services/apexrest/binary";
    private const int Size = 1_000_003;

    private readonly TemporaryFolder _folder = new();

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return base.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Size)]
    public async Task The_complete_file_is_saved_and_no_other_file_remains(int size)
    {
        var progress = new Watch(_ => Assert.False(File.Exists(_folder["data.bin"]), "The final name is there before the file is whole."));

        await DownloadAsync(_folder["data.bin"], size, progress);

        Assert.Equal(["data.bin"], _folder.Names);
        AssertIsBinary(size);
        Assert.Equal(size, progress.Last);
    }

    [Fact]
    public async Task An_older_file_is_replaced_once_the_new_one_is_complete()
    {
        _folder.Write("data.bin", "old"u8.ToArray());

        await DownloadAsync(_folder["data.bin"], Size, new Watch(_ => Assert.Equal("old", File.ReadAllText(_folder["data.bin"]))));

        AssertIsBinary(Size);
        Assert.Equal(["data.bin"], _folder.Names);
    }

    [Fact]
    public async Task A_download_starts_again_after_a_broken_connection()
    {
        Test.Fail(Binary, FaultKind.Truncate);

        await DownloadAsync(_folder["data.bin"], Size);

        Assert.Equal(2, Test.Requests.Count);
        Assert.Equal(["data.bin"], _folder.Names);
        AssertIsBinary(Size);
    }

    [Fact]
    public async Task A_connection_that_always_breaks_leaves_the_old_file()
    {
        _folder.Write("data.bin", "old"u8.ToArray());
        Test.Fail(Binary, FaultKind.Truncate, times: 0);

        var error = await Assert.ThrowsAsync<SfException>(() => DownloadAsync(_folder["data.bin"], Size));

        Assert.Equal(SfErrorKind.ConnectionBroken, error.Kind);
        Assert.Equal(["data.bin"], _folder.Names);
        Assert.Equal("old", File.ReadAllText(_folder["data.bin"]));
    }

    [Fact]
    public async Task A_cancelled_download_leaves_no_file()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestOrg.Cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DownloadAsync(_folder["data.bin"], 200_000_000, new Watch(_ => stop.Cancel()), stop.Token));

        Assert.Empty(_folder.Names);
    }

    [Fact]
    public async Task An_error_response_creates_no_file()
    {
        Test.Fail(Binary, 404);

        await Assert.ThrowsAsync<SfRestException>(() => DownloadAsync(_folder["data.bin"], Size));

        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void An_invalid_target_is_an_error_before_anything_is_sent()
    {
        var missing = Assert.Throws<SfException>(() => FileDownload.RequireTarget(Path.Combine(_folder["missing"], "data.bin")));
        Assert.Equal(SfErrorKind.FolderNotFound, missing.Kind);
        Assert.Contains(_folder["missing"], missing.Message, StringComparison.Ordinal);

        Assert.Equal(SfErrorKind.FileAccessFailed, Assert.Throws<SfException>(() => FileDownload.RequireTarget(_folder.Path)).Kind);

        Assert.Equal(
            SfErrorKind.FolderNotFound, Assert.Throws<SfException>(() => FileDownload.RequireFolder(_folder["missing"])).Kind);

        FileDownload.RequireTarget(_folder["data.bin"]);
        FileDownload.RequireFolder(_folder.Path);
        Assert.Empty(Test.Requests);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public async Task A_folder_that_is_deleted_meanwhile_is_a_file_error_and_not_retried()
    {
        var error = await Assert.ThrowsAsync<SfException>(() => DownloadAsync(Path.Combine(_folder["gone"], "data.bin"), Size));

        Assert.Equal(SfErrorKind.FileAccessFailed, error.Kind);
        Assert.Single(Test.Requests);
    }

    [Fact]
    public async Task A_full_disk_is_an_error_that_is_not_retried_and_leaves_no_partial_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root on Linux can mount a small disk.");
        var disk = Directory.CreateDirectory(_folder["disk"]).FullName;
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk), "This machine does not let a small disk be mounted.");
        try
        {
            var error = await Assert.ThrowsAsync<SfException>(() => DownloadAsync(Path.Combine(disk, "data.bin"), Size));

            Assert.Equal(SfErrorKind.FileAccessFailed, error.Kind);
            Assert.Contains("free space", error.Remedy, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFileSystemEntries(disk));
            Assert.Single(Test.Requests);
        }
        finally
        {
            await RunAsync("umount", disk);
        }
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            await process.WaitForExitAsync(TestOrg.Cancellation);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private Task<bool> DownloadAsync(string path, int size, IProgress<long>? progress = null, CancellationToken? cancellation = null) =>
        Session.Rest.SendAsync(
            new SfRequest { Uri = $"{Binary}?size={size}", Expect = ExpectedAnswer.File },
            async (response, cancel) =>
            {
                await FileDownload.SaveAsync(response, path, progress, null, cancel);
                return true;
            },
            null,
            cancellation ?? TestOrg.Cancellation);

    private void AssertIsBinary(int size)
    {
        var actual = File.ReadAllBytes(_folder["data.bin"]);
        Assert.Equal(size, actual.Length);
        for (var i = 0; i < size; i++)
        {
            if (actual[i] != i % 251)
            {
                Assert.Fail($"Byte {i} is wrong.");
            }
        }
    }

    private sealed class Watch(Action<long> check) : IProgress<long>
    {
        public long Last { get; private set; }

        public void Report(long value)
        {
            check(value);
            Last = value;
        }
    }
}
