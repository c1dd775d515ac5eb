using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;

using static SalesforceJwt.Core.Tests.Support.TextAssert;

namespace SalesforceJwt.Core.Tests.Http;

/// <summary>An answer with a success status that is not from Salesforce is an error of every call.</summary>
public sealed class ExpectedAnswerTests
{
    private const string Page = "<html>\n<head><title>Blocked by proxy</title></head>\n<body>Ask your administrator.</body>\n</html>";

    public static TheoryData<string, string> EveryCallAndAnswer
    {
        get
        {
            var cells = new TheoryData<string, string>();
            foreach (var call in EveryCall.Names)
            {
                var answers = new[]
                {
                    "page", "page as JSON", "page without type", "blank lines before a page", "text", "JSON of others", "202", "203",
                    "empty", "204", "206", "array",
                };
                foreach (var answer in answers)
                {
                    if (!IsAnswerOf(call, answer))
                    {
                        cells.Add(call, answer);
                    }
                }
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(EveryCallAndAnswer))]
    public async Task An_answer_that_is_not_from_Salesforce_is_an_error(string call, string answer)
    {
        await using var org = await RawOrg.StartAsync(Answer(answer));

        var error = await EveryCall.FailAsync(call, org.Session);

        var kind = call is "create" or "update" or "delete" or "Apex" or "abort a job" or "delete a job" or "cancel a deployment"
            ? SfErrorKind.OutcomeUnknown
            : SfErrorKind.ResponseInvalid;
        Assert.True(error.Kind == kind, error.ToString());
        Assert.NotNull(error.Remedy);
        if (answer.Contains("page", StringComparison.Ordinal))
        {
            ContainsAll(error.Message, "Blocked by proxy", "status 200");
        }
    }

    [Theory]
    [InlineData("/services/data/v68.0/limits", "text/html")]
    [InlineData("limits", "application/xhtml+xml")]
    [InlineData("limits", "application/json")]
    [InlineData("limits", "text/plain")]
    [InlineData("limits", null)]
    [InlineData("sobjects/Account/External__c/7", "text/html")]
    [InlineData("/services/oauth2/userinfo", "text/html")]
    [InlineData("/id/00D000000000001AAA/005000000000001AAA", "text/html")]
    [InlineData("/services/Soap/u/60.0", "text/html")]
    public async Task An_HTML_page_instead_of_the_requested_data_is_an_error(string uri, string? type)
    {
        await using var org = await RawOrg.StartAsync(Bytes(200, type, Page));

        var error = await org.Session.FailAsync(uri, SfErrorKind.ResponseInvalid);

        ContainsAll(error.Message, "an HTML page", "Blocked by proxy", type ?? "no media type");
        Assert.Equal((200, Page), (error.StatusCode, error.ServerText));
    }

    [Theory]
    [InlineData("<!-- cached by proxy 3 -->\n<HTML><title>Blocked by proxy</title>", "text/plain")]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"x\"><html><title>Blocked by proxy</title></html>", "text/xml")]
    [InlineData("\n<!-- -->\n<head><title>Blocked by proxy</title></head>", null)]
    public async Task An_HTML_page_is_an_error_whatever_comes_before_its_first_tag(string page, string? type)
    {
        await using var org = await RawOrg.StartAsync(Bytes(200, type, page));

        ContainsAll((await org.Session.FailAsync("limits", SfErrorKind.ResponseInvalid)).Message, "an HTML page", "Blocked by proxy");
    }

    [Theory]
    [InlineData("limits", "<?xml version=\"1.0\"?><QueryResult><Name>&lt;html&gt;</Name></QueryResult>", "application/xml")]
    [InlineData("/services/Soap/u/60.0", "<soapenv:Envelope><soapenv:Header/><soapenv:Body/></soapenv:Envelope>", "text/xml")]
    [InlineData("limits", "a < b <html>", "text/plain")]
    public async Task Markup_that_is_not_an_HTML_page_is_data(string uri, string text, string type)
    {
        await using var org = await RawOrg.StartAsync(Bytes(200, type, text));

        Assert.Equal(text, await org.Session.GetAsync(uri));
    }

    [Theory]
    [InlineData("/services/apexrest/page")]
    [InlineData("sobjects/ContentVersion/068000000000001AAA/VersionData")]
    [InlineData("sobjects/Document/015000000000001/Body")]
    [InlineData("connect/files/069000000000001AAA/content")]
    [InlineData("/resource/1700000000000/page")]
    public async Task A_page_is_data_if_the_resource_may_be_a_page(string uri)
    {
        await using var org = await RawOrg.StartAsync(Bytes(200, "text/html", Page));

        Assert.Equal(Page, await org.Session.GetAsync(uri));
    }

    [Fact]
    public async Task A_page_is_accepted_if_the_error_check_is_off()
    {
        await using var org = await RawOrg.StartAsync(Bytes(200, "text/html", Page));

        Assert.Equal(Page, await org.Session.SendAsync(new SfRequest { Uri = "limits", SkipErrorCheck = true }));
    }

    [Theory]
    [InlineData("GET", "limits", 200, "application/json", false)]
    [InlineData("GET", "limits", 200, null, false)]
    [InlineData("PATCH", "composite/sobjects", 200, "application/json", false)]
    [InlineData("PATCH", "composite/sobjects", 204, null, true)]
    [InlineData("POST", "jobs/x", 201, null, true)]
    [InlineData("GET", "sobjects/ContentVersion/068000000000001AAA/VersionData", 200, "application/octet-stream", true)]
    [InlineData("GET", "/services/apexrest/nothing", 200, "application/json", true)]
    [InlineData("HEAD", "limits", 200, "application/json", true)]
    public async Task An_empty_answer_instead_of_the_requested_data_is_an_error(
        string method, string uri, int status, string? type, bool isFine)
    {
        await using var org = await RawOrg.StartAsync(Bytes(status, type, string.Empty));
        var request = new SfRequest { Method = new HttpMethod(method), Uri = uri };

        if (isFine)
        {
            Assert.Empty(await org.Session.SendAsync(request));
        }
        else
        {
            ContainsAll((await org.Session.FailAsync(
                request, request.MayChange ? SfErrorKind.OutcomeUnknown : SfErrorKind.ResponseInvalid)).Message, "answered with nothing");
        }
    }

    [Fact]
    public async Task A_partial_answer_is_an_error_unless_a_range_was_requested()
    {
        await using var org = await RawOrg.StartAsync(RawServer.Answer(206, "text/plain", "part", "Content-Range: bytes 0-3/100"));

        await org.Session.FailAsync("/services/apexrest/text", SfErrorKind.ResponseInvalid);
        Assert.Equal(
            "part", await org.Session.SendAsync(new SfRequest { Uri = "/services/apexrest/text", Headers = [new("Range", "bytes=0-3")] }));
    }

    [Fact]
    public async Task A_redirect_to_a_page_or_to_another_host_is_an_error()
    {
        await using var elsewhere = await RawServer.StartAsync(
            _ => RawServer.Answer(200, "application/json", """{"totalSize":0,"done":true,"records":[]}"""));
        foreach (var (target, expected) in new[] { ("/secur/login", "an HTML page"), (elsewhere.Url.ToString(), "another host") })
        {
            await using var org = await RawOrg.StartAsync(request => request.Contains("/secur/login", StringComparison.Ordinal)
                ? Bytes(200, "text/html", Page)
                : RawServer.Answer(302, "text/plain", string.Empty, $"Location: {target}"));

            ContainsAll((await org.Session.FailAsync("limits", SfErrorKind.ResponseInvalid)).Message, expected);
            Assert.Equal(SfErrorKind.ResponseInvalid, (await EveryCall.FailAsync("query", org.Session)).Kind);
        }
    }

    [Fact]
    public async Task An_unexpected_answer_is_not_requested_again()
    {
        await using var org = await RawOrg.StartAsync(Bytes(200, "text/html", Page));

        await org.Session.FailAsync("limits", SfErrorKind.ResponseInvalid);

        Assert.Single(org.Server.Requests);
    }

    [Fact]
    public async Task A_page_that_echoes_the_token_is_quoted_without_it()
    {
        await using var org = await RawOrg.StartAsync(Bytes(200, "text/html", $"<html><title>You sent {RawOrg.Token}</title></html>"));

        var error = await org.Session.FailAsync("limits", SfErrorKind.ResponseInvalid);

        ContainsAll(error.Message, "You sent ***");
        HidesSecrets(error, RawOrg.Token);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n")]
    [InlineData("{}")]
    public async Task An_empty_body_or_object_with_status_200_confirms_a_revocation(string body)
    {
        await using var org = await RawOrg.StartAsync(Bytes(200, "application/json", body));

        await org.Session.RevokeAsync(null, TestOrg.Cancellation);
    }

    /// <summary>Whether an answer that is wrong for most calls is the correct one for this call.</summary>
    private static bool IsAnswerOf(string call, string answer) => call switch
    {
        "revoke" => answer == "empty",
        "delete a job" => answer == "204",
        _ => false,
    };

    private static byte[] Answer(string name) => name switch
    {
        "page" => Bytes(200, "text/html; charset=utf-8", Page),
        "page as JSON" => Bytes(200, "application/json", Page),
        "page without type" => Bytes(200, null, Page),
        "blank lines before a page" => Bytes(200, "application/json", "\r\n\r\n  " + Page),
        "text" => Bytes(200, "text/plain", "Blocked."),
        "JSON of others" => Bytes(200, "application/json", """{"blocked":true}"""),
        "array" => Bytes(200, "application/json", "[]"),
        "202" => Bytes(202, "application/json", "{}"),
        "203" => Bytes(203, "application/json", """{"access_token":"x"}"""),
        "empty" => Bytes(200, "application/json", string.Empty),
        "204" => Bytes(204, null, string.Empty),
        "206" => RawServer.Answer(206, "application/json", """{"totalSize":""", "Content-Range: bytes 0-12/100"),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static byte[] Bytes(int status, string? type, string body) =>
        RawServer.Answer(status, System.Text.Encoding.UTF8.GetBytes(body), type is null ? [] : [$"Content-Type: {type}"]);
}
