using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Http;

/// <summary>The errors of the REST API: kind, code, message and text; and redirects.</summary>
public sealed class RestErrorTests() : ConnectedTests(maximumRetryCount: 0)
{
    [Theory]
    [InlineData(300, "X", "several", SfErrorKind.MultipleMatches)]
    [InlineData(400, "MALFORMED_QUERY", "unexpected token: FORM", SfErrorKind.RequestInvalid)]
    [InlineData(403, "INSUFFICIENT_ACCESS", "no access", SfErrorKind.PermissionDenied)]
    [InlineData(500, "INSUFFICIENT_ACCESS", "no access, in SOAP", SfErrorKind.PermissionDenied)]
    [InlineData(400, "INSUFFICIENT_ACCESS", "no access", SfErrorKind.PermissionDenied)]
    [InlineData(400, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id", SfErrorKind.PermissionDenied)]
    [InlineData(400, "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", "insufficient access rights on cross-reference id", SfErrorKind.PermissionDenied)]
    [InlineData(400, "INSUFFICIENT_PERMISSIONS", "no permission", SfErrorKind.PermissionDenied)]
    [InlineData(500, "API_DISABLED_FOR_ORG", "disabled, in SOAP", SfErrorKind.PermissionDenied)]
    [InlineData(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", SfErrorKind.RequestLimitExceeded)]
    [InlineData(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.", SfErrorKind.ConcurrentLimitExceeded)]
    [InlineData(404, "NOT_FOUND", "The requested resource does not exist", SfErrorKind.NotFound)]
    [InlineData(405, "METHOD_NOT_ALLOWED", "HTTP Method 'PUT' not allowed", SfErrorKind.MethodNotAllowed)]
    [InlineData(409, "ENTITY_IS_LOCKED", "in approval", SfErrorKind.Conflict)]
    [InlineData(409, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access", SfErrorKind.RowLocked)]
    [InlineData(400, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access", SfErrorKind.RowLocked)]
    [InlineData(412, "PRECONDITION_FAILED", "changed", SfErrorKind.PreconditionFailed)]
    [InlineData(414, "URI_TOO_LONG", "too long", SfErrorKind.UriTooLong)]
    [InlineData(420, "ORG_GONE", "gone", SfErrorKind.OrgGone)]
    [InlineData(429, "TOO_MANY", "slow down", SfErrorKind.ConcurrentLimitExceeded)]
    [InlineData(431, "HEADERS_TOO_LONG", "too long", SfErrorKind.UriTooLong)]
    [InlineData(415, "UNSUPPORTED_MEDIA_TYPE", "no", SfErrorKind.RequestFailed)]
    [InlineData(500, "UNKNOWN_EXCEPTION", "ErrorId: 123-456 (78)", SfErrorKind.ServerFault)]
    [InlineData(502, "BAD_GATEWAY", "x", SfErrorKind.ServerFault)]
    [InlineData(503, "SERVER_UNAVAILABLE", "x", SfErrorKind.ServerFault)]
    [InlineData(504, "GATEWAY_TIMEOUT", "x", SfErrorKind.ServerFault)]
    public async Task A_rejected_request_has_its_kind_code_message_and_URL(int status, string code, string message, SfErrorKind kind)
    {
        Test.Fail(TestOrg.Echo, status, code: code, message: message);

        var error = Assert.IsType<SfRestException>(await Session.FailAsync(TestOrg.Echo + "?name=hidden", kind));

        var url = new Uri(Test.Server.HttpUrl, TestOrg.Echo).ToString();
        Assert.Equal((status, code, "GET", url), (error.StatusCode, error.ErrorCode, error.Method, error.Url));
        Assert.Equal(message, Assert.Single(error.Errors).Message);
        Assert.All([code, message, url, $"{status}"], word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        Assert.Contains(message, error.ServerText, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Remedy);
    }

    [Fact]
    public async Task Not_modified_is_reported()
    {
        Test.Answer(TestOrg.Echo, 304, "");

        await Session.FailAsync(TestOrg.Echo, SfErrorKind.PreconditionFailed);
    }

    [Theory]
    [InlineData(@"\nSELECT Nam FROM Account\n       ^\nERROR at Row:1:Column:8\nNo such column", "INVALID_FIELD at row 1, column 8 (SELECT ^Nam FROM Account): No such column")]
    [InlineData(@"\nSELECT Id\r\n  FROM Acount\r\n       ^\r\nERROR at Row:2:Column:8\r\nNot supported", "INVALID_FIELD at row 2, column 8 (FROM ^Acount): Not supported")]
    [InlineData(@"\nSELECT Id FROM\n              ^\nERROR at Row:1:Column:15\nunexpected token", "INVALID_FIELD at row 1, column 15 (SELECT Id FROM^): unexpected token")]
    [InlineData("ERROR at Row:1:Column:15", "INVALID_FIELD: ERROR at Row:1:Column:15")]
    public async Task The_place_in_a_query_is_named_in_one_line(string message, string shown)
    {
        Test.Answer(TestOrg.Echo, 400, $$"""[{"message":"{{message}}","errorCode":"INVALID_FIELD"}]""");

        var error = Assert.IsType<SfRestException>(await Session.FailAsync(TestOrg.Echo, SfErrorKind.RequestInvalid));

        Assert.Contains($"status 400: {shown}.", error.Message, StringComparison.Ordinal);
        Assert.Equal(shown, Assert.Single(error.Errors).ToString());
    }

    [Fact]
    public async Task The_fields_of_an_error_are_named()
    {
        Test.Answer(TestOrg.Echo, 400, """
            [{"message":"Required fields are missing: [LastName]","errorCode":"REQUIRED_FIELD_MISSING","fields":["LastName","Email"]}]
            """);

        var error = Assert.IsType<SfRestException>(await Session.FailAsync(TestOrg.Echo, SfErrorKind.RequestInvalid));

        Assert.Equal(["LastName", "Email"], Assert.Single(error.Errors).Fields);
        Assert.Contains("(fields: LastName, Email)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_errors_are_all_reported()
    {
        Test.Answer(TestOrg.Echo, 400, """[{"message":"one","errorCode":"A"},{"message":"two","errorCode":"B"},7,null]""");

        var error = Assert.IsType<SfRestException>(await Session.FailAsync(TestOrg.Echo, SfErrorKind.RequestInvalid));

        Assert.Equal(["A", "B"], error.Errors.Select(e => e.ErrorCode));
        Assert.Contains("A: one; B: two", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":"invalid_request","error_description":"no such thing"}""", "application/json", "invalid_request: no such thing")]
    [InlineData("""{"exceptionCode":"InvalidBatch","exceptionMessage":"no such batch"}""", "application/json", "InvalidBatch: no such batch")]
    [InlineData("<html><head><title>Down for\n maintenance</title></head><body>x</body></html>", "text/html", "Down for")]
    [InlineData("<html><body><h1>Oops</h1></body></html>", "text/html", "Oops.")]
    [InlineData("plain words\nand more", "text/plain", "plain words.")]
    [InlineData("{\"trunc", "application/json", "{\"trunc")]
    [InlineData("", "text/plain", "no text.")]
    [InlineData("[]", "application/json", "[]")]
    public async Task Errors_in_other_formats_are_quoted(string body, string contentType, string quote)
    {
        Test.Answer(TestOrg.Echo, 400, body, contentType);

        var error = await Session.FailAsync(TestOrg.Echo, SfErrorKind.RequestInvalid);

        Assert.Contains(quote, error.Message, StringComparison.Ordinal);
        Assert.Equal(body, error.ServerText);
    }

    [Fact]
    public async Task A_long_text_is_truncated()
    {
        Test.Answer(TestOrg.Echo, 400, new string('x', 100_000), "text/plain");

        var error = await Session.FailAsync(TestOrg.Echo, SfErrorKind.RequestInvalid);

        Assert.True(error.Message.Length < 1000);
        Assert.InRange(error.ServerText!.Length, 1000, 10_000);
    }

    [Theory]
    [InlineData(0, "application/json", "[{{\"message\":\"got {0}\",\"errorCode\":\"E {0}\",\"fields\":[\"{0}\"]}}]")]
    [InlineData(0, "text/html", "<html><title>{0}</title></html>")]
    [InlineData(250, "text/plain", "{0}")]
    [InlineData(8150, "text/plain", "{0}")]
    public async Task The_token_is_in_no_error_even_if_the_server_echoes_it(int before, string contentType, string body)
    {
        var token = Session.Token.AccessToken;
        foreach (var form in new[] { token, Uri.EscapeDataString(token) })
        {
            var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, body, form);
            Test.Answer(TestOrg.Echo, 400, new string('x', before) + text, contentType);

            var error = Assert.IsType<SfRestException>(await Session.FailAsync(TestOrg.Echo, SfErrorKind.RequestInvalid));

            var shown = error + error.Remedy + error.ServerText + string.Concat(error.Errors);
            Assert.All(token.Split('!')[1].Chunk(12), piece => Assert.DoesNotContain(new string(piece), shown, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task An_unknown_object_is_not_reported_as_an_unknown_version()
    {
        await Session.FailAsync("sobjects/Nothing__c/describe", SfErrorKind.NotFound);
    }

    [Fact]
    public async Task A_redirect_of_a_POST_is_not_followed()
    {
        Test.Answer(TestOrg.Echo, 307, "", "text/plain", ("Location", "/services/data"));

        await Session.FailAsync(
            new SfRequest { Method = HttpMethod.Post, Uri = TestOrg.Echo, Content = RequestBody.FromBytes("{}"u8.ToArray(), RequestBody.Json) }, SfErrorKind.RequestFailed);

        Assert.Single(Test.Requests);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_on_the_same_host_keeps_the_token(int status)
    {
        var echo = await Session.GetAsync($"/services/apexrest/redirect?status={status}&to={TestOrg.Echo}");

        Assert.Equal(TestOrg.Echo, echo.Json().GetProperty("path").GetString());
    }

    [Fact]
    public async Task A_redirect_to_another_host_is_followed_without_the_token()
    {
        await using var elsewhere = await TestOrg.StartShuffledAsync();
        elsewhere.Org.Options.ShowAuthorization = true;
        var target = new Uri(elsewhere.Server.HttpUrl, "/services/data");

        await Session.SendAsync(new SfRequest { Uri = $"/services/apexrest/redirect?to={target}", Headers = [new("X-Secret", "mine")] });

        var request = Assert.Single(elsewhere.Requests);
        Assert.Equal("/services/data", request.Path);
        Assert.False(request.Headers.ContainsKey("Authorization"));
        Assert.False(request.Headers.ContainsKey("X-Secret"));
    }

    [Fact]
    public async Task A_redirect_to_another_host_and_back_is_followed_without_the_token()
    {
        await using var elsewhere = await TestOrg.StartShuffledAsync();
        elsewhere.Answer("/services/data", 302, "", "text/plain", ("Location", new Uri(Test.Server.HttpUrl, "/services/data").ToString()));

        await Session.GetAsync($"/services/apexrest/redirect?to={new Uri(elsewhere.Server.HttpUrl, "/services/data")}");

        Assert.Equal("/services/data", Test.Requests[^1].Path);
        Assert.False(Test.Requests[^1].Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task An_expired_session_on_another_host_does_not_renew_this_one()
    {
        await using var elsewhere = await TestOrg.StartShuffledAsync();
        var target = new Uri(elsewhere.Server.HttpUrl, TestOrg.Echo);

        await Session.FailAsync($"/services/apexrest/redirect?to={target}", SfErrorKind.SessionExpired);

        Assert.Empty(Test.SignIns);
    }

    [Theory]
    [InlineData("http://example.com/")]
    [InlineData("ftp://127.0.0.1/")]
    public async Task A_redirect_to_an_unencrypted_URL_is_not_followed(string target)
    {
        var error = await Session.FailAsync($"/services/apexrest/redirect?to={target}", SfErrorKind.RequestFailed);

        Assert.Equal(302, error.StatusCode);
        Assert.Single(Test.Requests);
    }

    [Fact]
    public async Task Redirects_end_at_the_maximum()
    {
        Test.Org.Faults.Add(
            new Fault { Path = TestOrg.Echo, Status = 302, Times = 0, Body = "", Headers = new() { ["Location"] = TestOrg.Echo } });

        await Session.FailAsync(new SfRequest { Uri = TestOrg.Echo, MaximumRedirects = 3 }, SfErrorKind.RequestFailed);
        Assert.Equal(4, Test.Requests.Count);

        await Session.FailAsync(new SfRequest { Uri = TestOrg.Echo, MaximumRedirects = 0 }, SfErrorKind.RequestFailed);
        Assert.Equal(5, Test.Requests.Count);
    }
}
