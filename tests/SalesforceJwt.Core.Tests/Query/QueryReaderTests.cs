using System.Text;
using System.Text.RegularExpressions;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Query;

/// <summary>Pages of a query that Salesforce would not send: from another server, or changed on the way.</summary>
public sealed partial class QueryReaderTests
{
    private const string Long = "SELECT Id FROM Account WHERE Name IN ('";
    private const string Rows = """[{"attributes":{"type":"A"},"Id":"1"},{"attributes":{"type":"A"},"Id":"2"}]""";

    [Theory]
    [InlineData("""{"totalSize":2,"done":true,"records":ROWS}""")]
    [InlineData("""{"size":2,"queryLocator":null,"entityTypeName":"A","records":ROWS,"totalSize":2,"done":true}""")]
    [InlineData("""{"records":ROWS,"done":true,"totalSize":2,"nextRecordsUrl":null}""")]
    [InlineData("""{"done":true,"records":ROWS,"unknown":{"records":[],"done":false},"totalSize":2}""")]
    [InlineData("""{"nextRecordsUrl":"","records":ROWS,"totalSize":2,"done":true}""")]
    [InlineData("\uFEFF{\"totalSize\":2,\"done\":true,\"records\":ROWS}")]
    public async Task Members_are_read_in_any_order(string page)
    {
        var (pages, _) = await ReadAsync(_ => page.Replace("ROWS", Rows, StringComparison.Ordinal));

        Assert.Equal(["2 of 2, last"], pages);
    }

    [Theory]
    [InlineData("""{"hasErrors":false,"results":[{"statusCode":200,"result":PAGE}]}""")]
    [InlineData("""{"results":[{"result":PAGE,"statusCode":200}],"hasErrors":false}""")]
    [InlineData(
        """{"statusCode":500,"unknown":{"result":1},"results":[{"unknown":[{"statusCode":400}],"result":PAGE,"statusCode":200}]}""")]
    public async Task The_result_in_a_batch_is_read_in_any_order_of_members(string batch)
    {
        var page = $$"""{"records":{{Rows}},"statusCode":404,"totalSize":2,"done":true}""";

        var (pages, _) = await ReadAsync(_ => batch.Replace("PAGE", page, StringComparison.Ordinal), Long + new string('é', 5000) + "')");

        Assert.Equal(["2 of 2, last"], pages);
    }

    [Fact]
    public async Task An_error_in_a_batch_is_read_in_any_order_of_members()
    {
        const string Failed = """{"results":[{"result":[{"message":"cut \ud83d","errorCode":"MALFORMED_QUERY"}],"statusCode":400}]}""";

        var (_, error) = await ReadAsync(_ => Failed, Long + new string('é', 5000) + "')");

        Assert.Equal(SfErrorKind.RequestInvalid, error!.Kind);
        Assert.Contains("MALFORMED_QUERY: cut \uFFFD", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"totalSize":2,"done":true}""")]
    [InlineData("""{"totalSize":2,"done":true,"records":null}""")]
    [InlineData("""{"totalSize":2,"done":true,"records":{}}""")]
    [InlineData("""{"totalSize":"2","done":true,"records":[]}""")]
    [InlineData("""{"totalSize":1e999,"done":true,"records":[]}""")]
    [InlineData("""{"totalSize":2,"done":"true","records":[]}""")]
    [InlineData("""{"totalSize":2,"done":false,"records":[]}""")]
    [InlineData("""{"totalSize":2,"done":false,"nextRecordsUrl":7,"records":[]}""")]
    [InlineData("""{"totalSize":2,"done":false,"nextRecordsUrl":" ","records":[]}""")]
    [InlineData("""{"totalSize":2,"records":[{"a":1},]""")]
    public async Task A_page_of_another_structure_is_an_error(string page)
    {
        var (pages, error) = await ReadAsync(_ => page);

        Assert.Empty(pages);
        Assert.Equal(SfErrorKind.ResponseInvalid, error!.Kind);
    }

    [Fact]
    public async Task A_page_that_is_not_UTF8_is_an_error_that_says_so()
    {
        var (pages, error) = await ReadAsync(
            _ => """{"totalSize":1,"done":true,"records":[{"Name":"M""" + "\u00FC" + """ller"}]}""", encoding: Encoding.Latin1);

        Assert.Empty(pages);
        Assert.Equal(SfErrorKind.ResponseInvalid, error!.Kind);
        Assert.Contains("not UTF-8: byte 0xFC", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("same")]
    [InlineData("cycle")]
    [InlineData("itself")]
    public async Task Repeated_pages_end_with_an_error(string way)
    {
        var (pages, error) = await ReadAsync(number => Page(1000, Rows, way switch
        {
            "same" => "/services/data/v68.0/query/same",
            "cycle" => $"/services/data/v68.0/query/{number % 3}",
            _ => "/services/data/v68.0/query?q=SELECT%20Id%20FROM%20A",
        }));

        Assert.InRange(pages.Count, 1, 5);
        Assert.Equal(SfErrorKind.ResponseInvalid, error!.Kind);
        Assert.Contains("would never end", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endless_empty_pages_are_an_error()
    {
        var (pages, error) = await ReadAsync(number => Page(1000, "[ ]", $"/services/data/v68.0/query/{number}"));

        Assert.InRange(pages.Count, 1, 12);
        Assert.Contains("empty pages", error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_few_empty_pages_are_accepted()
    {
        var (pages, error) = await ReadAsync(
            number => number < 5 ? Page(2, "[]", $"/services/data/v68.0/query/{number}") : Page(2, Rows, null));

        Assert.Null(error);
        Assert.Equal(5, pages.Count);
    }

    [Theory]
    [InlineData("https://evil.example/services/data/v68.0/query/x")]
    [InlineData("//evil.example/services/data/v68.0/query/x")]
    [InlineData("/services/data/v68.0/tooling/executeAnonymous?anonymousBody=x")]
    [InlineData("/services/oauth2/revoke")]
    [InlineData("http://[bad")]
    [InlineData("#x")]
    [InlineData("file:///query")]
    public async Task A_next_page_that_is_not_a_query_of_the_instance_is_not_requested(string next)
    {
        var asked = 0;
        var (pages, error) = await ReadAsync(number => Page(4, Rows, (asked = number) > 0 ? next : null));

        Assert.Equal(1, asked);
        Assert.Single(pages);
        Assert.Equal(SfErrorKind.ResponseInvalid, error!.Kind);
        Assert.Contains("was not followed", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 3L, true, null)]
    [InlineData(3, null, true, null)]
    [InlineData(3, -1L, true, null)]
    [InlineData(0, 0L, true, null)]
    [InlineData(2, 3L, false, null)]
    [InlineData(2, 3L, true, "announced 3 records, and ended after 2")]
    [InlineData(4, 3L, true, "announced 3 records, and ended after 4")]
    [InlineData(0, 3L, true, "announced 3 records, and ended after 0")]
    [InlineData(3, 3L, false, "announces more after 3")]
    public void The_number_of_records_is_compared_with_the_reported_total(int records, long? total, bool isLast, string? expected)
    {
        var error = new RecordCountCheck().Add("/x", records, total, isLast);

        Assert.Equal(expected is null, error is null);
        Assert.Contains(expected ?? string.Empty, error?.Message ?? string.Empty, StringComparison.Ordinal);
    }

    private static string Page(int total, string records, string? next) =>
        $$"""{"totalSize":{{total}},"done":{{(next is null ? "true" : $"false,\"nextRecordsUrl\":\"{next}\"")}},"records":{{records}}}""";

    /// <summary>Runs a query against pages that are created from their number, starting at 1.</summary>
    private static async Task<(List<string> Pages, SfException? Error)> ReadAsync(
        Func<int, string> page, string soql = "SELECT Id FROM A", Encoding? encoding = null)
    {
        var number = 0;
        await using var server = await RawServer.StartAsync(
            _ => RawServer.Answer(200, (encoding ?? Encoding.UTF8).GetBytes(page(++number)), "Content-Type: application/json"));
        using var flow = new AccessTokenFlow(server.Url, "00D000000000001!raw.token");
        var session = await SfSession.SignInAsync(flow, TestOrg.Options(), null, TestOrg.Cancellation);
        var pages = new List<string>();
        try
        {
            await foreach (var text in new QueryReader(session, new QueryOptions()).ReadAsync(soql, DescribeAsync, TestOrg.Cancellation))
            {
                pages.Add(text);
            }

            return (pages, null);
        }
        catch (SfException e)
        {
            return (pages, e);
        }
    }

    private static Task<string> DescribeAsync(QueryPage page, CancellationToken cancellationToken)
    {
        using (page)
        {
            var records = RecordStart().Count(Encoding.UTF8.GetString(page.Records).Split("]")[0]);
            return Task.FromResult($"{records} of {page.TotalSize}, {(page.NextRecordsUrl is null ? "last" : "not last")}");
        }
    }

    [GeneratedRegex("\"Id\":")]
    private static partial Regex RecordStart();
}
