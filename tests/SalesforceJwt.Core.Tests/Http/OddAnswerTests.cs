using System.IO.Compression;
using System.Text;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using static SalesforceJwt.Core.Tests.Support.TextAssert;

namespace SalesforceJwt.Core.Tests.Http;

/// <summary>Odd headers and huge bodies give data, or an error with a remedy.</summary>
public sealed class OddAnswerTests
{
    private const string Records = """{"totalSize":0,"done":true,"records":[]}""";

    private static readonly string[] Oddities =
    [
        "Content-Type: application/json; charset=utf-7", "Content-Type: application/json; charset=\"\"",
        "Content-Type: application/json; charset=x-unknown",
        "Content-Type: application/json; charset=utf-32; charset=utf-16", "Content-Type: text/html\r\nContent-Type: application/json",
        "Content-Type: ;;;", "Content-Type:", "Content-Type: application/json;charset",
        "Content-Length: 40\r\nContent-Length: 40", "Content-Length: -1", "Content-Length: 99999999999999999999", "Content-Length: 4e1",
        "Content-Length: 9223372036854775807", "Transfer-Encoding: chunked, gzip",
        "Content-Encoding:", "Content-Encoding: identity", "Content-Encoding: gzip, br", "Sforce-Limit-Info: api-usage=-5/0",
        "Sforce-Limit-Info: api-usage=99999999999/1", "Sforce-Limit-Info: =/,;/\r\nSforce-Limit-Info: api-usage=1/2",
        "Date: yesterday", "Date: Fri, 31 Dec 9999 23:59:59 GMT\r\nLast-Modified: Mon, 01 Jan 0001 00:00:00 GMT", "Retry-After: 2147483648",
        "Retry-After: 4320000", "Retry-After: -1", "Retry-After: \u00B2",
        "Retry-After: 99999999999999999999999999999999999999", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT",
        "Retry-After: 1\r\nRetry-After: 4320000", "Location:", "Location: //", "Location: http:///", "Location: http://[",
        "Location: javascript:x", "Location: file:///etc/passwd", "Location: \\\\host\\x", "Location: /a\r\nLocation: /b",
        "Location: http://a:b@[::1]:99999/", "Location: %", "Location: /\u00FC", "WWW-Authenticate: ,,,=\"", "Set-Cookie: ;;=;",
        "X: a\r\n folded", ": nameless", "no colon",
    ];

    private readonly SkippingTime _time = new();

    public static TheoryData<string, int> EveryOddity
    {
        get
        {
            var cells = new TheoryData<string, int>();
            foreach (var oddity in Oddities)
            {
                foreach (var status in new[] { 200, 302, 401, 429, 503 })
                {
                    cells.Add(oddity, status);
                }
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(EveryOddity))]
    public async Task Odd_headers_give_data_or_an_error_with_a_remedy(string headers, int status)
    {
        var answer = Encoding.Latin1.GetBytes($"HTTP/1.1 {status} X\r\nConnection: close\r\n{headers}\r\n\r\n{Records}");
        await using var org = await RawOrg.StartAsync(_ => answer, TestOrg.Options() with { Time = _time });

        foreach (var call in new[] { "query", "limits", "revoke", "introspect", "userinfo", "create", "describe" })
        {
            try
            {
                await EveryCall.MakeAsync(call, org.Session);
            }
            catch (SfException e)
            {
                Assert.NotNull(e.Remedy);
            }
        }

        Assert.All(_time.Delays, delay => Assert.InRange(delay, TimeSpan.Zero, RetryPolicy.Default.MaximumTotalDelay));
    }

    [Theory]
    [InlineData("Retry-After: 600", "10 minutes")]
    [InlineData("Retry-After: 86400", "24 hours")]
    [InlineData("Retry-After: 604800", "7 days")]
    [InlineData("Retry-After: 4320000", "30 days or more")]
    [InlineData("Retry-After: 99999999999999999999", "30 days or more")]
    [InlineData("Retry-After: Fri, 31 Dec 9999 23:59:59 GMT", "30 days or more")]
    [InlineData("Retry-After: 1\r\nRetry-After: 86400", "24 hours")]
    public async Task A_wait_beyond_the_policys_total_is_an_immediate_error(string header, string wait)
    {
        await using var org = await RawOrg.StartAsync(
            RawServer.Answer(503, "application/json", "[]", header), TestOrg.Options() with { Time = _time });

        foreach (var call in new[] { "limits", "query", "revoke", "introspect", "versions", "create" })
        {
            ContainsAll((await EveryCall.FailAsync(call, org.Session)).Message, $"The server asks to wait {wait} before the next request.");
        }

        Assert.Empty(_time.Delays);
        Assert.Equal(6, org.Server.Requests.Count);
    }

    [Theory]
    [InlineData("query")]
    [InlineData("limits")]
    [InlineData("describe")]
    [InlineData("composite")]
    [InlineData("userinfo")]
    public async Task A_body_that_decompresses_beyond_the_limit_is_not_read_to_its_end(string call)
    {
        await using var org = await RawOrg.StartAsync(Bomb(200, 1024));

        var error = await EveryCall.FailAsync(call, org.Session);

        Assert.Equal(SfErrorKind.ResponseInvalid, error.Kind);
        ContainsAll(error.Message, "more than 256 MB");
        ContainsAll(error.Remedy, "as a file", "less at once");
    }

    [Theory]
    [InlineData(200, 256 * 1024 * 1024)]
    [InlineData(500, 2 * 1024 * 1024)]
    public async Task No_more_of_a_body_is_read_than_the_limit(int status, long bound)
    {
        await using var org = await RawOrg.StartAsync(Bomb(status, 1024));
        var observer = new TrafficRecorder();

        await Assert.ThrowsAnyAsync<SfException>(() => org.Session.GetAsync("limits", observer));

        Assert.InRange(Assert.Single(observer.Exchanges).Bytes, bound / 4, bound);
    }

    [Fact]
    public async Task The_limit_for_token_responses_and_error_texts_is_far_lower()
    {
        await using var token = await RawOrg.StartAsync(Bomb(200, 1024));
        await using var failing = await RawOrg.StartAsync(Bomb(500, 1024));

        ContainsAll((await EveryCall.FailAsync("introspect", token.Session)).Message, "more than 1 MB");
        foreach (var call in new[] { "query", "limits", "introspect", "revoke", "versions" })
        {
            var error = await EveryCall.FailAsync(call, failing.Session);
            Assert.Equal(500, error.StatusCode);
            Assert.InRange(error.Message.Length, 1, 2000);
        }
    }

    [Fact]
    public async Task The_error_names_the_unreachable_host_of_a_redirect()
    {
        await using var org = await RawOrg.StartAsync(
            RawServer.Answer(302, "text/plain", string.Empty, "Location: https://nowhere.invalid/x"));

        var error = await Assert.ThrowsAnyAsync<SfException>(() => org.Session.GetAsync("/services/apexrest/x"));

        ContainsAll(error.Message, "nowhere.invalid");
        Assert.Equal(SfErrorKind.HostUnreachable, error.Kind);
    }

    [Fact]
    public async Task A_Content_Length_beyond_the_limit_is_an_error_by_itself()
    {
        await using var org = await RawOrg.StartAsync(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 3000000000\r\n\r\n[1"u8.ToArray());

        ContainsAll((await org.Session.FailAsync("limits", SfErrorKind.ResponseInvalid)).Message, "more than 256 MB");
    }

    [Fact]
    public async Task A_long_error_is_returned_completely_if_the_error_check_is_off()
    {
        var text = new string('x', 3_000_000);
        await using var org = await RawOrg.StartAsync(RawServer.Answer(400, "text/plain", text));

        Assert.Equal(text, await org.Session.SendAsync(new SfRequest { Uri = "limits", SkipErrorCheck = true }));
    }

    [Fact]
    public async Task Text_in_an_unknown_or_forbidden_charset_is_read_as_UTF_8()
    {
        foreach (var charset in new[] { "utf-7", "x-unknown", "\"\"", "'utf-8'" })
        {
            await using var org = await RawOrg.StartAsync(RawServer.Answer(200, $"text/plain; charset={charset}", "grün"));

            Assert.Equal("grün", await org.Session.GetAsync("/services/apexrest/x"));
        }
    }

    [Theory]
    [InlineData(60)]
    [InlineData(int.MaxValue)]
    public async Task Time_limits_beyond_the_maximum_of_a_timer_count_as_none(int days)
    {
        var time = TimeSpan.FromDays(Math.Min(days, TimeSpan.MaxValue.TotalDays - 1));
        await using var org = await RawOrg.StartAsync(RawServer.Answer(200, "text/plain", "x"));

        await org.Session.SendAsync(new SfRequest { Uri = "/services/apexrest/x", Timeouts = new HttpTimeouts(time, time) });
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("X-Name", "a\0b")]
    [InlineData("X-Name", "a\u007Fb")]
    [InlineData("X-Name", "a\rb")]
    public async Task A_header_that_cannot_be_sent_is_an_error(string name, string value = "x")
    {
        await using var org = await RawOrg.StartAsync(RawServer.Answer(200, "text/plain", "x"));

        await org.Session.FailAsync(
            new SfRequest { Uri = "/services/apexrest/x", Headers = [new(name, value)] }, SfErrorKind.HeaderInvalid);

        Assert.Empty(org.Server.Requests);
    }

    /// <summary>About a megabyte of gzip that decompresses to a thousand times as much.</summary>
    private static byte[] Bomb(int status, int megabytes)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write("""{"totalSize":1,"done":true,"records":[{"Name":" """u8);
            var piece = new byte[1024 * 1024];
            Array.Fill(piece, (byte)'x');
            for (var i = 0; i < megabytes; i++)
            {
                gzip.Write(piece);
            }
        }

        return RawServer.Answer(status, buffer.ToArray(), "Content-Type: application/json", "Content-Encoding: gzip");
    }
}
