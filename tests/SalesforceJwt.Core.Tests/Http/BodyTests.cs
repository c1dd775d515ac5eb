using System.IO.Compression;
using System.Text;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Http;

/// <summary>Bodies of answers and requests: complete, compressed, slow, broken, and from files.</summary>
public sealed class BodyTests : ConnectedTests
{
    private const string Binary = "/services/apexrest/binary";

    private readonly TemporaryFolder _folder = new();

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task Gzip_is_requested_and_decompressed()
    {
        var echo = (await Session.GetAsync(TestOrg.Echo)).Json();

        Assert.Contains("gzip", echo.GetProperty("headers").GetProperty("Accept-Encoding").GetString(), StringComparison.Ordinal);
        await using var server = await RawServer.StartAsync(request => request.Contains(TestOrg.TokenPath, StringComparison.Ordinal)
            ? RawServer.Token(request)
            : RawServer.Answer(200, Zip("{\"zipped\":true}"), "Content-Type: application/json", "Content-Encoding: gzip"));
        using var session = await SfSession.SignInAsync(Test.Flow(loginUrl: server.Url), TestOrg.Options(), null, TestOrg.Cancellation);
        Assert.Equal("{\"zipped\":true}", await session.GetAsync(TestOrg.Echo));
    }

    [Fact]
    public async Task A_fifo_is_an_error_without_a_wait()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no FIFO in the file system.");
        using (var make = System.Diagnostics.Process.Start("mkfifo", _folder["fifo"]))
        {
            await make.WaitForExitAsync(TestOrg.Cancellation);
        }

        foreach (var create in new Action[]
        {
            () => RequestBody.FromFile(_folder["fifo"], RequestBody.Json),
            () => RequestBody.FromForm([new FormPart("file", RequestBody.Json) { FilePath = _folder["fifo"] }]),
        })
        {
            var error = await Assert.ThrowsAsync<SfException>(
                () => Task.Run(create, TestOrg.Cancellation).WaitAsync(TimeSpan.FromSeconds(20), TestOrg.Cancellation));

            Assert.Equal(SfErrorKind.FileAccessFailed, error.Kind);
            Assert.Contains("FIFO", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Damaged_gzip_is_an_error()
    {
        var damaged = Zip(new string('x', 50_000));
        Array.Fill(damaged, (byte)0xFF, damaged.Length / 2, 8);
        await using var server = await RawServer.StartAsync(request => request.Contains(TestOrg.TokenPath, StringComparison.Ordinal)
            ? RawServer.Token(request)
            : RawServer.Answer(200, damaged, "Content-Type: text/plain", "Content-Encoding: gzip"));
        using var session = await SfSession.SignInAsync(Test.Flow(loginUrl: server.Url), TestOrg.Options(), null, TestOrg.Cancellation);

        await session.FailAsync(TestOrg.Echo, SfErrorKind.ResponseInvalid);
    }

    [Theory]
    [InlineData("text/plain; charset=utf-8", "utf-8")]
    [InlineData("text/plain", "utf-8")]
    [InlineData("text/plain; charset=\"iso-8859-1\"", "iso-8859-1")]
    [InlineData("text/plain; charset=utf-16", "utf-16")]
    [InlineData("text/plain; charset=nonsense", "utf-8")]
    public async Task Text_is_read_in_the_charset_that_the_server_names(string contentType, string encoding)
    {
        await using var server = await RawServer.StartAsync(request => request.Contains(TestOrg.TokenPath, StringComparison.Ordinal)
            ? RawServer.Token(request)
            : RawServer.Answer(200, Encoding.GetEncoding(encoding).GetBytes("Grüße"), "Content-Type: " + contentType));
        using var session = await SfSession.SignInAsync(Test.Flow(loginUrl: server.Url), TestOrg.Options(), null, TestOrg.Cancellation);

        Assert.Equal("Grüße", await session.GetAsync(TestOrg.Echo));
    }

    [Fact]
    public async Task A_byte_order_mark_is_not_part_of_the_text()
    {
        Test.Answer(TestOrg.Echo, 200, "\uFEFF{}");

        Assert.Equal("{}", await Session.GetAsync(TestOrg.Echo));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(200_000, false)]
    [InlineData(200_000, true)]
    public async Task A_whole_body_is_read_whatever_its_length(int size, bool chunked)
    {
        var bytes = await Session.Rest.SendAsync(
            new SfRequest { Uri = $"{Binary}?size={size}&chunked={(chunked ? 1 : 0)}", Expect = ExpectedAnswer.Any },
            async (response, cancel) =>
            {
                var first = await response.ReadAllAsync(cancel);
                var second = await response.ReadAllAsync(cancel);
                Assert.True(first.Span.SequenceEqual(second.Span));
                return first;
            },
            null,
            TestOrg.Cancellation);

        AssertIsBinary(bytes.ToArray(), size);
    }

    [Fact]
    public async Task A_slow_body_is_read_as_long_as_data_arrives()
    {
        Test.Fail(TestOrg.Echo, FaultKind.SlowDrip, delay: TimeSpan.FromMilliseconds(30));

        await Session.SendAsync(new SfRequest { Uri = TestOrg.Echo, Timeouts = new HttpTimeouts(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(20)) });
    }

    [Fact]
    public async Task A_body_that_stops_arriving_times_out()
    {
        await using var server = await RawServer.StartAsync(request => request.Contains(TestOrg.TokenPath, StringComparison.Ordinal)
            ? RawServer.Token(request)
            : "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this"u8.ToArray());
        using var session = await SfSession.SignInAsync(Test.Flow(loginUrl: server.Url), TestOrg.Options(), null, TestOrg.Cancellation);

        var error = await session.FailAsync(
            new SfRequest { Uri = TestOrg.Echo, Timeouts = new HttpTimeouts(TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(200)) }, SfErrorKind.Timeout);

        Assert.Contains("stopped in the middle", error.Message, StringComparison.Ordinal);
        Assert.Equal(NextStep.SetOperationTimeout, error.Advice!.Step);
    }

    [Fact]
    public async Task A_slow_reader_does_not_count_as_a_slow_server()
    {
        var limit = TimeSpan.FromSeconds(1);

        var length = await Session.Rest.SendAsync(
            new SfRequest { Uri = Binary + "?size=300000", Timeouts = new HttpTimeouts(TimeSpan.FromSeconds(30), limit) },
            async (response, cancel) =>
            {
                await using var body = await response.OpenAsync(cancel);
                var total = await body.ReadAsync(new byte[1000], cancel);
                await Task.Delay(limit * 1.5, cancel);
                for (int read; (read = await body.ReadAsync(new byte[100_000], cancel)) > 0;)
                {
                    total += read;
                }

                return total;
            },
            null,
            TestOrg.Cancellation);

        Assert.Equal(300_000, length);
    }

    [Fact]
    public async Task An_answer_that_does_not_begin_in_time_times_out()
    {
        Test.Fail(TestOrg.Echo, FaultKind.Hang);

        var error = await Session.FailAsync(
            new SfRequest { Uri = TestOrg.Echo, Timeouts = new HttpTimeouts(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30)) }, SfErrorKind.Timeout);

        Assert.Contains("0.2 seconds", error.Message, StringComparison.Ordinal);
        Assert.Equal(NextStep.SetConnectionTimeout, error.Advice!.Step);
    }

    [Theory]
    [InlineData(FaultKind.Hang)]
    [InlineData(FaultKind.SlowDrip)]
    public async Task A_call_is_cancelled_immediately_while_the_server_hangs(FaultKind kind)
    {
        Test.Fail(TestOrg.Echo, kind, delay: TimeSpan.FromMinutes(1));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestOrg.Cancellation);
        var call = Session.Rest.SendAsync(new SfRequest { Uri = TestOrg.Echo }, (r, c) => r.ReadTextAsync(c), null, stop.Token);
        await Until.TrueAsync(() => Test.Requests.Count == 1);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(10), TestOrg.Cancellation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_lost_within_the_body_is_retried_and_then_reported(bool https)
    {
        var target = https ? Test.Server.HttpsUrl : Test.Server.HttpUrl;
        await using var relay = new TcpRelay(target);
        var options = TestOrg.Options() with { HttpSettings = new HttpSettings { NoProxy = true, SkipCertificateCheck = true } };
        using var session = await SfSession.SignInAsync(Test.Flow(LoginUrlOf(target), loginUrl: relay.Url), options, null, TestOrg.Cancellation);
        var attempts = 0;

        var error = await Assert.ThrowsAsync<SfException>(() => session.Rest.SendAsync(
            new SfRequest { Uri = Binary + "?size=50000000" },
            async (response, cancel) =>
            {
                attempts++;
                await using var body = await response.OpenAsync(cancel);
                var buffer = new byte[64 * 1024];
                await body.ReadExactlyAsync(buffer, cancel);
                relay.Cut();
                while (await body.ReadAsync(buffer, cancel) > 0)
                {
                }

                return 0;
            },
            null,
            TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.ConnectionBroken, error.Kind);
        Assert.Equal(1 + TestOrg.Quick.MaximumRetryCount, attempts);
    }

    [Fact]
    public async Task A_file_arrives_intact_with_its_type_and_progress()
    {
        var content = Binaries(300_000);
        var path = _folder.Write("data.csv", content);
        var progress = new Progress();

        var id = (await Session.SendAsync(Upload(path, progress))).Json().GetProperty("id").GetString();

        Assert.Equal(content, await DownloadAsync(id!));
        Assert.Equal(300_000, progress.Values[^1]);
        Assert.Equal(progress.Values.Order(), progress.Values);
    }

    [Fact]
    public async Task A_file_is_sent_again_if_the_request_is_repeated()
    {
        var content = Binaries(100_000);
        var path = _folder.Write("data.bin", content);
        Test.Org.ExpireAllTokens();
        Test.Fail("/services/data/v68.0/sobjects/ContentVersion", 429);

        var id = (await Session.SendAsync(Upload(path, null))).Json().GetProperty("id").GetString();

        Assert.Equal(content, await DownloadAsync(id!));
        Assert.Equal([429, 401, 201], Test.Requests.Where(r => r.Method == "POST" && r.Path.EndsWith("ContentVersion", StringComparison.Ordinal)).Select(r => r.StatusCode));
    }

    [Fact]
    public async Task A_body_from_a_file_has_its_length_and_type()
    {
        var path = _folder.Write("data.csv", "Id,Name\n1,Grüße\n"u8.ToArray());

        var echo = (await Session.SendAsync(new SfRequest
        {
            Method = HttpMethod.Put,
            Uri = TestOrg.Echo,
            Content = RequestBody.FromFile(path, "text/csv; charset=utf-8"),
        })).Json();

        Assert.Equal("Id,Name\n1,Grüße\n", echo.GetProperty("body").GetString());
        Assert.Equal("text/csv; charset=utf-8", echo.GetProperty("contentType").GetString());
        Assert.Equal("18", echo.GetProperty("headers").GetProperty("Content-Length").GetString());
    }

    [Fact]
    public async Task Parts_of_a_form_arrive_with_names_quotes_and_umlauts()
    {
        var content = RequestBody.FromForm(
        [
            new FormPart("a \"b\"\r\n", "text/plain; charset=utf-8") { Bytes = "Grüße"u8.ToArray() },
            new FormPart("file", "application/octet-stream") { FilePath = _folder.Write("x", "12345"u8.ToArray()), FileName = "Übersicht \"1\".txt" },
        ]);

        var body = (await Session.SendAsync(new SfRequest { Method = HttpMethod.Post, Uri = TestOrg.Echo, Content = content })).Json().GetProperty("body").GetString()!;

        Assert.Contains("name=\"a %22b%22%0D%0A\"", body, StringComparison.Ordinal);
        Assert.Contains("Grüße", body, StringComparison.Ordinal);
        Assert.Contains("12345", body, StringComparison.Ordinal);
        Assert.Contains("; filename=\"Übersicht %221%22.txt\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_an_error_before_anything_is_sent()
    {
        var path = _folder["missing.csv"];

        Assert.All(
            (Action[])[
                () => RequestBody.FromFile(path, "text/csv"),
                () => RequestBody.FromForm([new FormPart("x", "text/csv") { FilePath = path }]),
            ],
            make => Assert.Equal(SfErrorKind.FileNotFound, Assert.Throws<SfException>(make).Kind));
        Assert.Equal(
            SfErrorKind.FileAccessFailed, Assert.Throws<SfException>(() => RequestBody.FromFile(_folder.Path, "text/csv")).Kind);
    }

    [Fact]
    public async Task A_file_that_is_deleted_before_it_is_sent_is_reported_as_a_file_error()
    {
        var path = _folder.Write("data.csv", "x"u8.ToArray());
        var content = RequestBody.FromFile(path, "text/csv");
        File.Delete(path);

        var error = await Assert.ThrowsAnyAsync<Exception>(() => Session.SendAsync(new SfRequest { Method = HttpMethod.Post, Uri = TestOrg.Echo, Content = content }));

        Assert.Equal(SfErrorKind.FileNotFound, Assert.IsType<SfException>(error).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("json")]
    [InlineData("text/")]
    [InlineData("text/plain\r\nEvil: 1")]
    public void An_invalid_content_type_is_rejected(string contentType)
    {
        Assert.Equal(SfErrorKind.HeaderInvalid, Assert.Throws<SfException>(() => RequestBody.FromBytes(default, contentType)).Kind);
        Assert.Equal(SfErrorKind.HeaderInvalid, Assert.Throws<SfException>(() => RequestBody.FromForm([new FormPart("x", contentType)])).Kind);
    }

    private static string LoginUrlOf(Uri url) => Core.OAuth.LoginUrl.ToAudience(url);

    private static byte[] Zip(string text)
    {
        using var target = new MemoryStream();
        using (var zip = new GZipStream(target, CompressionLevel.Fastest))
        {
            zip.Write(Encoding.UTF8.GetBytes(text));
        }

        return target.ToArray();
    }

    private static byte[] Binaries(int size) => [.. Enumerable.Range(0, size).Select(i => (byte)(i % 251))];

    private static void AssertIsBinary(byte[] actual, int size) => Assert.Equal(Binaries(size), actual);

    private static SfRequest Upload(string path, IProgress<long>? progress) => new()
    {
        Method = HttpMethod.Post,
        Uri = "sobjects/ContentVersion",
        Content = RequestBody.FromForm(
            [
                new FormPart("entity_content", "application/json") { Bytes = """{"PathOnClient":"data.bin"}"""u8.ToArray() },
                new FormPart("VersionData", "application/octet-stream") { FilePath = path, FileName = "data.bin" },
            ],
            progress),
    };

    private async Task<byte[]> DownloadAsync(string id) => (await Session.Rest.SendAsync(
        new SfRequest { Uri = $"sobjects/ContentVersion/{id}/VersionData" }, (response, cancel) => response.ReadAllAsync(cancel), null, TestOrg.Cancellation)).ToArray();

    private sealed class Progress : IProgress<long>
    {
        public List<long> Values { get; } = [];

        public void Report(long value) => Values.Add(value);
    }
}
