using System.IO.Compression;
using System.Text;
using SalesforceJwt.Core.Files;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using static SalesforceJwt.Core.Tests.Support.TextAssert;

namespace SalesforceJwt.Core.Tests.Http;

/// <summary>A truncated answer is an error, however it is truncated, and never becomes a file.</summary>
public sealed class CutShortTests : IDisposable
{
    private const string Id = "068000000000001AAA";
    private const string Md5 = "a6a1e18262ef6c52fdb24bf7e8e06e52";

    private static readonly byte[] Data = Enumerable.Range(0, 50_000).Select(i => (byte)(i * 7 % 251)).ToArray();
    private static readonly string Json =
        $$"""{"totalSize":1,"done":true,"records":[{"attributes":{"type":"A"},"Name":"{{new string('x', 50_000)}}"}]}""";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Cuts =>
    [
        "gzip: trailer", "gzip: half", "gzip: 30 bytes", "gzip: header", "gzip: 8 bytes", "gzip in chunks", "length", "chunk",
        "chunks without end",
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task A_truncated_answer_never_becomes_a_file(string cut)
    {
        await using var org = await RawOrg.StartAsync(
            request => IsOfData(request) ? Cut(cut, Data, "application/octet-stream") : Version());

        foreach (var save in new Func<Task>[] { () => SaveAsync(org, "/services/apexrest/x"), () => DownloadAsync(org) })
        {
            Assert.Equal(SfErrorKind.ConnectionBroken, (await Assert.ThrowsAsync<SfException>(save)).Kind);
            Assert.Empty(_folder.Names);
        }
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task A_truncated_answer_is_requested_again_and_is_not_data(string cut)
    {
        var times = 0;
        await using var org = await RawOrg.StartAsync(_ => ++times == 1
            ? Cut(cut, Encoding.UTF8.GetBytes(Json), "application/json")
            : RawServer.Answer(200, "application/json", Json));

        await EveryCall.MakeAsync("query", org.Session);

        Assert.Equal(2, times);
    }

    [Theory]
    [InlineData("""{"totalSize":1,"done":true,"records":[{"Name":"a"},""")]
    [InlineData("""{"totalSize":1,"done":true,"records":[{"Name":"a"}]""")]
    [InlineData("""{"totalSize":1,"done":true,"records":[{"Name":"a\"}]}""")]
    [InlineData("""{"totalSize":1,"done":true,"records":[{"Name":"a }]}""")]
    public async Task JSON_that_ends_too_early_is_not_saved_even_if_the_connection_ended_normally(string json)
    {
        var answers = new[]
        {
            RawServer.Answer(200, "application/json;charset=UTF-8", json), Closing("application/json", Encoding.UTF8.GetBytes(json)),
        };
        foreach (var answer in answers)
        {
            await using var org = await RawOrg.StartAsync(answer);

            var error = await Assert.ThrowsAsync<SfException>(() => SaveAsync(org, "query?q=x"));

            Assert.Equal(SfErrorKind.ResponseInvalid, error.Kind);
            ContainsAll(error.Message, "cut off", $"{json.Length} bytes");
            Assert.Empty(_folder.Names);
        }
    }

    [Theory]
    [InlineData("""{"a":["\\",{"b":"}"}],"c":"\"]"}""")]
    [InlineData("[]")]
    [InlineData("1")]
    public async Task Complete_JSON_is_saved_unchanged(string json)
    {
        await using var org = await RawOrg.StartAsync(RawServer.Answer(200, "application/json", json));

        await SaveAsync(org, "query?q=x");

        Assert.Equal(json, File.ReadAllText(_folder["x"]));
    }

    [Fact]
    public async Task A_body_of_unknown_length_gives_a_warning()
    {
        await using var org = await RawOrg.StartAsync(_ => Closing("text/csv", "Id\r\n1"u8.ToArray()));
        var observer = new TrafficRecorder();

        await SaveAsync(org, "/services/apexrest/x", observer);

        Assert.Equal("Id\r\n1", File.ReadAllText(_folder["x"]));
        ContainsAll(Assert.Single(observer.Warnings), "5 bytes", "whole is not known");
    }

    [Fact]
    public async Task An_answer_that_has_no_body_needs_no_length()
    {
        await using var org = await RawOrg.StartAsync(_ => "HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray());
        var observer = new TrafficRecorder();

        await SaveAsync(org, "/services/apexrest/x", observer);

        Assert.Empty(observer.Warnings);
        Assert.Empty(File.ReadAllBytes(_folder["x"]));
    }

    [Fact]
    public async Task Complete_gzip_is_read_whatever_the_spelling_of_its_name_and_its_chunks()
    {
        foreach (var name in new[] { "gzip", "GZIP", "x-gzip", " gzip" })
        {
            await using var org = await RawOrg.StartAsync(
                RawServer.Answer(200, Gzip(Encoding.UTF8.GetBytes(Json)), "Content-Type: application/json", $"Content-Encoding: {name}"));
            await EveryCall.MakeAsync("query", org.Session);
        }

        await using var dripping = await RawOrg.StartAsync(
            Chunked("application/octet-stream", Gzip(Data), size: 1, "Content-Encoding: gzip"));
        await SaveAsync(dripping, "/services/apexrest/x");
        Assert.Equal(Data, File.ReadAllBytes(_folder["x"]));
    }

    [Theory]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("gzip, gzip")]
    [InlineData("nonsense")]
    public async Task An_unsupported_compression_is_an_error(string name)
    {
        await using var org = await RawOrg.StartAsync(
            RawServer.Answer(200, Encoding.UTF8.GetBytes(Json), "Content-Type: application/json", $"Content-Encoding: {name}"));

        ContainsAll((await EveryCall.FailAsync("query", org.Session)).Message, $"'{name}'", "not requested");
    }

    [Theory]
    [InlineData(49_999, "has 49,999 bytes, and Salesforce expects 50,000")]
    [InlineData(50_001, "has 50,001 bytes, and Salesforce expects 50,000")]
    [InlineData(0, "has 0 bytes")]
    public async Task A_file_of_another_length_is_not_saved(int length, string expected)
    {
        await using var org = await RawOrg.StartAsync(request => IsOfData(request)
            ? RawServer.Answer(200, Data.Concat(Data).Take(length).ToArray(), "Content-Type: application/octet-stream")
            : Version());
        _folder.Write("x", "old"u8.ToArray());

        var error = await Assert.ThrowsAsync<SfException>(() => DownloadAsync(org));

        Assert.Equal(SfErrorKind.ResponseInvalid, error.Kind);
        ContainsAll(error.Message, expected, Id, "not saved");
        Assert.Equal("old", File.ReadAllText(_folder["x"]));
        Assert.Equal(["x"], _folder.Names);
    }

    [Fact]
    public async Task Neither_a_file_with_another_checksum_nor_an_HTML_page_is_saved()
    {
        var other = Data.ToArray();
        other[7] ^= 1;
        var bodies = new[]
        {
            RawServer.Answer(200, other, "Content-Type: application/octet-stream"),
            RawServer.Answer(200, "text/html", new string('<', Data.Length)),
        };
        foreach (var body in bodies)
        {
            await using var org = await RawOrg.StartAsync(request => IsOfData(request) ? body : Version());

            ContainsAll((await Assert.ThrowsAsync<SfException>(() => DownloadAsync(org))).Message, "MD5", "not saved");
            Assert.Empty(_folder.Names);
        }
    }

    [Fact]
    public async Task A_file_with_the_right_length_and_checksum_is_saved_whatever_its_type()
    {
        await using var org = await RawOrg.StartAsync(request => IsOfData(request) ? Closing("application/json", Data) : Version());

        await DownloadAsync(org);

        Assert.Equal(Data, File.ReadAllBytes(_folder["x"]));
    }

    [Fact]
    public async Task An_upload_that_arrived_with_another_length_is_an_error()
    {
        await using var org = await RawOrg.StartAsync(request => request.StartsWith("POST", StringComparison.Ordinal)
            ? RawServer.Answer(201, "application/json", $$"""{"id":"{{Id}}","success":true,"errors":[]}""")
            : Version());

        var error = await Assert.ThrowsAsync<SfException>(() =>
            new FileStore(org.Session).UploadAsync(
                _folder.Write("short.bin", Data[..49_000]), new FileDescription(), null, TestOrg.Cancellation));

        ContainsAll(error.Message, Id, "50,000 bytes there", "49,000 here");
    }

    private static bool IsOfData(string request) =>
        request.Contains("apexrest", StringComparison.Ordinal) || request.Contains("/VersionData", StringComparison.Ordinal);

    private static byte[] Version() => RawServer.Answer(
        200,
        "application/json",
        $$"""{"Id":"{{Id}}","ContentDocumentId":"069000000000001AAA","Title":"t","ContentSize":{{Data.Length}},"Checksum":"{{Md5}}"}""");

    private static byte[] Cut(string cut, byte[] data, string type) => cut switch
    {
        "gzip: trailer" => Closing(type, Gzip(data)[..^3], "Content-Encoding: gzip"),
        "gzip: half" => Closing(type, Gzip(data)[..(Gzip(data).Length / 2)], "Content-Encoding: gzip"),
        "gzip: 30 bytes" => Closing(type, Gzip(data)[..30], "Content-Encoding: gzip"),
        "gzip: header" => Closing(type, Gzip(data)[..10], "Content-Encoding: gzip"),
        "gzip: 8 bytes" => Closing(type, Gzip(data)[..8], "Content-Encoding: gzip"),
        "gzip in chunks" => Chunked(type, Gzip(data)[..^8], 1000, "Content-Encoding: gzip"),
        "length" => Closing(type, data[..^1], $"Content-Length: {data.Length}"),
        "chunk" => Closing(type, [.. Encoding.ASCII.GetBytes($"{data.Length:x}\r\n"), .. data[..^1]], "Transfer-Encoding: chunked"),
        "chunks without end" => Chunked(type, data, 1000)[..^5],
        _ => throw new ArgumentOutOfRangeException(nameof(cut)),
    };

    private static byte[] Gzip(byte[] data)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal))
        {
            gzip.Write(data);
        }

        return buffer.ToArray();
    }

    /// <summary>An answer that the end of the connection ends, before its length if a header has one.</summary>
    private static byte[] Closing(string type, byte[] body, params string[] headers) =>
    [
        .. Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: {type}\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n"),
        .. body,
    ];

    private static byte[] Chunked(string type, byte[] body, int size, params string[] headers) => Closing(
        type,
        [.. body.Chunk(size).SelectMany(
            chunk => (byte[])[.. Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"), .. chunk, .. "\r\n"u8]), .. "0\r\n\r\n"u8],
        [.. headers, "Transfer-Encoding: chunked"]);

    private async Task DownloadAsync(RawOrg org)
    {
        var store = new FileStore(org.Session);
        await store.DownloadAsync(await store.FindAsync(Id, TestOrg.Cancellation), _folder["x"], null, TestOrg.Cancellation);
    }

    private async Task SaveAsync(RawOrg org, string uri, IHttpObserver? observer = null) => await org.Session.Rest.SendAsync(
        new SfRequest { Uri = uri, Expect = ExpectedAnswer.Any },
        async (response, cancel) =>
        {
            await FileDownload.SaveAsync(response, _folder["x"], null, null, cancel);
            return true;
        },
        observer,
        TestOrg.Cancellation);
}
