using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Http;

/// <summary>Errors are found in the formats of all APIs.</summary>
public sealed class RestErrorReaderTests() : ConnectedTests(maximumRetryCount: 0)
{
    private const string Good = """{"id":"001","success":true,"errors":[]}""";

    [Theory]
    [InlineData("""[{"message":"m","errorCode":"A","fields":["F"]}]""", "A: m (fields: F)")]
    [InlineData("""[{"fields":["F"],"errorCode":"A","extra":{"message":"no"},"message":"m"}]""", "A: m (fields: F)")]
    [InlineData("""{"message":"m","errorCode":"A"}""", "A: m")]
    [InlineData("""{"statusCode":"A","message":"m","fields":[]}""", "A: m")]
    [InlineData("""{"error":"a","error_description":"m"}""", "a: m")]
    [InlineData("""{"exceptionCode":"A","exceptionMessage":"m"}""", "A: m")]
    [InlineData("""{"error":{"code":"A","message":"m"}}""", "A: m")]
    [InlineData("""{"error":{"code":404,"message":"m"}}""", "m")]
    [InlineData("""{"output":{"errors":[{"errorCode":"A","errorMessage":"m"}]}}""", "A: m")]
    [InlineData("{\"message\":\"cut \\ud83d\"}", "cut \uFFFD")]
    [InlineData("Missing_OAuth_Token", "Missing_OAuth_Token: Missing_OAuth_Token")]
    [InlineData(
        "\uFEFF<?xml version=\"1.0\"?><Errors><Error><errorCode>A</errorCode><message>m</message></Error>"
            + "<Error><message>n</message></Error></Errors>",
        "A: m; n")]
    [InlineData(
        "<error xmlns=\"http://www.force.com/2009/06/asyncapi/dataload\">"
            + "<exceptionCode>A</exceptionCode><exceptionMessage>m</exceptionMessage></error>",
        "A: m")]
    [InlineData(
        "<e:Envelope xmlns:e=\"x\"><e:Body><e:Fault>"
            + "<faultcode>sf:A</faultcode><faultstring>A: m</faultstring></e:Fault></e:Body></e:Envelope>",
        "A: m")]
    public async Task One_error_is_found(string body, string text) =>
        Assert.Contains($" failed with status 400: {text}.", (await ReadAsync(body)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(
        """[{"id":null,"success":false,"errors":[{"statusCode":"A","message":"m","fields":["F"]}]},""" + Good + "]", "A: m (fields: F)")]
    [InlineData(
        """{"hasErrors":true,"results":[{"referenceId":"r2","errors":[{"statusCode":"A","message":"m","fields":["F"]}]}]}""",
        "[r2] A: m (fields: F)")]
    [InlineData("""{"results":[{"errors":[{"message":"m","statusCode":"A"}],"referenceId":"r2"}],"hasErrors":true}""", "[r2] A: m")]
    [InlineData(
        """{"hasErrors":true,"results":[{"statusCode":200,"result":{}},{"statusCode":400,"result":[{"errorCode":"A","message":"m"}]}]}""",
        "A: m")]
    [InlineData(
        """
        {"compositeResponse":[
        {"body":[{"errorCode":"PROCESSING_HALTED","message":"The transaction was rolled back"}],"httpStatusCode":400,"referenceId":"a"},
        {"body":[{"errorCode":"A","message":"m"}],"httpHeaders":{"Location":"x"},"httpStatusCode":400,"referenceId":"b"}]}
        """,
        "[b] A: m")]
    [InlineData(
        """
        {"graphs":[{"graphId":"1","isSuccessful":false,"graphResponse":{"compositeResponse":[
        {"body":[{"errorCode":"A","message":"m"}],"httpStatusCode":400,"referenceId":"b"}]}}]}
        """,
        "[b] A: m")]
    [InlineData("""{"data":null,"errors":[{"message":"m","locations":[{"line":1,"column":2}],"extensions":{"ErrorType":"A"}}]}""", "A: m")]
    public async Task Errors_of_subrequests_are_found_with_the_reference_id(string body, string text)
    {
        var error = await ReadAsync(body);

        Assert.Contains($" failed with status 400: {text}.", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            ("A", text.StartsWith('[') ? text[1..text.IndexOf(']')] : null),
            (error.ErrorCode ?? string.Empty, error.Errors[0].ReferenceId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""["/services/data/v68.0/sobjects/Contact/1"]""")]
    [InlineData("{\"message\":")]
    [InlineData("<html><body><p>error <code>A</code></p></body></html>")]
    [InlineData("<html><br></html>")]
    [InlineData("<!DOCTYPE e [<!ENTITY x \"m\">]><Error><message>&x;</message></Error>")]
    [InlineData("plain words")]
    public async Task Text_without_an_error_yields_none(string body) => Assert.Empty((await ReadAsync(body)).Errors);

    [Fact]
    public async Task Deep_nesting_throws_nothing()
    {
        Assert.Empty((await ReadAsync(new string('[', 100_000))).Errors);
        Assert.Empty((await ReadAsync(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)))).Errors);
        var error = await ReadAsync(
            string.Concat(Enumerable.Repeat("<a>", 20_000)) + "<message>m</message>" + string.Concat(Enumerable.Repeat("</a>", 20_000)));
        Assert.Single(error.Errors);
    }

    [Fact]
    public async Task Causes_come_before_consequences_and_many_are_counted()
    {
        var halted = string.Join(
            ',', Enumerable.Repeat("""{"body":[{"errorCode":"PROCESSING_HALTED","message":"rolled back"}],"referenceId":"a"}""", 20));
        var error = await ReadAsync(
            $$$"""{"compositeResponse":[{{{halted}}},{"body":[{"errorCode":"A","message":"m"}],"referenceId":"b"}]}""");

        Assert.Equal((21, "A"), (error.Errors.Count, error.ErrorCode ?? string.Empty));
        Assert.Contains(" failed with status 400: [b] A: m.", error.Message, StringComparison.Ordinal);

        error = await ReadAsync(
            "[" + string.Join(',', Enumerable.Range(0, 30).Select(i => $$"""{"errorCode":"A{{i}}","message":"m"}""")) + "]");
        Assert.Contains("A9: m; and 20 more.", error.Message, StringComparison.Ordinal);
        error = await ReadAsync("""[{"errorCode":"PROCESSING_HALTED","message":"m"},{"errorCode":"PROCESSING_HALTED","message":"m"}]""");
        Assert.Contains(" failed with status 400: PROCESSING_HALTED: m.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"hasErrors":true,"results":[{"referenceId":"r2","errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"m"}]}]}""",
        SfErrorKind.RowLocked)]
    [InlineData(
        """{"results":[{"result":[{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"ConcurrentRequests"}]}]}""",
        SfErrorKind.ConcurrentLimitExceeded)]
    public async Task The_error_of_a_subrequest_does_not_repeat_the_whole_request(string body, SfErrorKind kind)
    {
        using var session = await Test.ConnectAsync();
        Test.Answer(TestOrg.Echo, 400, body);

        Assert.Equal(kind, (await Assert.ThrowsAsync<SfRestException>(() => session.PostAsync(TestOrg.Echo))).Kind);
        Assert.Single(Test.Requests);
    }

    private async Task<SfRestException> ReadAsync(string body)
    {
        Test.Answer(TestOrg.Echo, 400, body, "text/plain");
        return await Assert.ThrowsAsync<SfRestException>(() => Session.GetAsync(TestOrg.Echo));
    }
}
