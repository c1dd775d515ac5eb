using SalesforceJwt.Core.Apex;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth;

namespace SalesforceJwt.Core.Tests.FileSystem;

/// <summary>Files that are read whole have a size limit, also devices, which report no length and may be endless.</summary>
public sealed class SmallFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(99_999)]
    [InlineData(100_000)]
    [InlineData(100_001)]
    public void A_file_is_read_up_to_the_limit(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        var path = _folder.Write("file", bytes);

        Assert.Equal(length <= 100_000 ? bytes : null, SmallFile.ReadBytes(path, 100_000));
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(100_000)]
    [InlineData(100_001)]
    public async Task A_pipe_is_read_up_to_the_limit(int length)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no FIFO in the file system.");
        using (var make = System.Diagnostics.Process.Start("mkfifo", _folder["fifo"]))
        {
            await make.WaitForExitAsync(TestOrg.Cancellation);
        }

        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        var writing = Task.Run(() => File.WriteAllBytes(_folder["fifo"], bytes), TestOrg.Cancellation);

        var read = await Task.Run(() => SmallFile.ReadBytes(_folder["fifo"], 100_000), TestOrg.Cancellation);

        Assert.Equal(length <= 100_000 ? bytes : null, read);
        await Task.WhenAny(writing);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void A_text_is_read_in_the_encoding_of_its_byte_order_mark(string encoding)
    {
        File.WriteAllText(_folder["text"], "force://ü", System.Text.Encoding.GetEncoding(encoding));

        Assert.Equal("force://ü", SmallFile.ReadText(_folder["text"], 100));
    }

    [Fact]
    public void An_endless_device_is_rejected_by_every_reader()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "There is no /dev/zero.");
        Action<string>[] readers =
        [
            path => PrivateKeyReader.FromFile(path), path => OneLineKey.FromFile(path), path => KeyFileInspector.FromFile(path),
            path => CertificateReader.FromFile(path), path => SfAuthUrl.FromFile(path), path => AnonymousApex.ReadFile(path),
        ];
        foreach (var read in readers)
        {
            Assert.Throws<SfException>(() => read("/dev/zero"));
        }
    }
}
