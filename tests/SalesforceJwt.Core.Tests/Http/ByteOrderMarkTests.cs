using System.Text;
using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Http;

/// <summary>A UTF-8 byte order mark before JSON or CSV is ignored; in all other bodies it is content.</summary>
public sealed class ByteOrderMarkTests : ConnectedTests
{
    private readonly TemporaryFolder _folder = new();

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_is_read_without_the_byte_order_mark()
    {
        Test.Answer("/query", 200, "\uFEFF" + """{"totalSize":1,"done":true,"records":[{"attributes":{"type":"Account"},"Name":"Ä"}]}""");
        using var page = await Session.Rest.SendAsync(
            new SfRequest { Uri = "query", Query = [new("q", "SELECT Name FROM Account")] },
            static (response, cancel) => QueryPage.ReadAsync(response, isBatched: false, cancel),
            null,
            TestOrg.Cancellation);
        Assert.Equal(1, page.TotalSize);

        Test.Answer("/limits", 200, "\uFEFF" + """{"DailyApiRequests":{"Max":5,"Remaining":4}}""");
        var body = await Session.Rest.SendAsync(
            new SfRequest { Uri = "limits" }, static (response, cancel) => response.ReadAllAsync(cancel), null, TestOrg.Cancellation);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(body).RootElement.ValueKind);
    }

    [Fact]
    public async Task An_error_response_is_read_without_the_byte_order_mark()
    {
        Test.Answer("/limits", 400, "\uFEFF" + """[{"errorCode":"INVALID_FIELD","message":"No such column"}]""");
        var error = Assert.IsType<SfRestException>(await Assert.ThrowsAnyAsync<SfException>(() => Session.GetAsync("limits")));

        Assert.Equal("INVALID_FIELD", Assert.Single(error.Errors).ErrorCode);
    }

    [Theory]
    [InlineData("application/json", true)]
    [InlineData("text/csv; charset=UTF-8", true)]
    [InlineData("application/octet-stream", false)]
    public async Task A_JSON_or_CSV_body_is_sent_without_the_byte_order_mark(string type, bool isLeftOut)
    {
        var bytes = Encoding.UTF8.GetBytes("\uFEFF{\"a\":\"Grüße\"}");
        var expected = isLeftOut ? bytes[3..] : bytes;

        foreach (var content in new[] { RequestBody.FromBytes(bytes, type), RequestBody.FromFile(_folder.Write("body", bytes), type) })
        {
            using var body = content();
            Assert.Equal(expected.Length, body.Headers.ContentLength);
            Assert.Equal(expected, await body.ReadAsByteArrayAsync(TestOrg.Cancellation));
        }
    }
}
