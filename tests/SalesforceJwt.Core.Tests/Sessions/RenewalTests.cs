using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Sessions;

/// <summary>The answers that mean an expired session, and the errors if renewal fails.</summary>
public sealed class RenewalTests : ConnectedTests
{
    private const string Soap = """
        <?xml version="1.0" encoding="UTF-8"?>
        <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="urn:fault.partner.soap.sforce.com">
        <soapenv:Body><soapenv:Fault><faultcode>sf:INVALID_SESSION_ID</faultcode>
        <faultstring>INVALID_SESSION_ID: Invalid Session ID found in SessionHeader</faultstring>
        <detail><sf:UnexpectedErrorFault><sf:exceptionCode>INVALID_SESSION_ID</sf:exceptionCode>
        <sf:exceptionMessage>Invalid Session ID found in SessionHeader</sf:exceptionMessage>
        </sf:UnexpectedErrorFault></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>
        """;

    public static TheoryData<int, string, string, string?> Endings => new()
    {
        { 401, "application/json", """[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]""", null },
        { 401, "application/json", """[{"errorCode":"INVALID_AUTH_HEADER","message":"INVALID_JWT_FORMAT"}]""", null },
        { 401, "application/json", """{"errorCode":"INVALID_JWT_FORMAT","message":"Invalid JWT"}""", null },
        { 401, "application/json", """{"error":"invalid_token","error_description":"expired access/refresh token"}""", null },
        { 401, "application/json", """{"error":{"status":401,"text":"who are you"}}""", null },
        {
            401,
            "application/json",
            """{"data":null,"errors":[{"message":"Authentication required","extensions":{"ErrorType":"Unauthorized"}}]}""",
            null
        },
        {
            401,
            "application/xml",
            "<Errors><Error><message>Session expired or invalid</message><errorCode>INVALID_SESSION_ID</errorCode></Error></Errors>",
            null
        },
        { 401, "text/html", "<html><title>Log in</title></html>", null },
        { 401, "text/plain", "", null },
        { 401, "text/plain", "", "Bearer realm=\"Salesforce\", error=\"invalid_token\"" },
        { 403, "text/plain", "", "Bearer error=\"invalid_token\", error_description=\"The access token expired\"" },
        { 403, "text/plain", "Bad_OAuth_Token", null },
        { 403, "text/html;charset=UTF-8", "Bad_OAuth_Token", null },
        { 403, "application/json", """[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]""", null },
        { 400, "application/json", """{"exceptionCode":"InvalidSessionId","exceptionMessage":"Invalid session id"}""", null },
        {
            400,
            "application/xml",
            "<error xmlns=\"http://www.force.com/2009/06/asyncapi/dataload\">"
                + "<exceptionCode>InvalidSessionId</exceptionCode><exceptionMessage>Invalid session id</exceptionMessage></error>",
            null
        },
        { 500, "text/xml", Soap, null },
    };

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task An_expired_session_is_renewed_once_for_each_form_of_the_error(
        int status, string contentType, string body, string? challenge)
    {
        End(status, contentType, body, challenge, times: 1);

        await Session.PostAsync(TestOrg.Echo);

        Assert.Equal(
            [(TestOrg.Echo, status), (TestOrg.TokenPath, 200), (TestOrg.Echo, 200)], Test.Requests.Select(r => (r.Path, r.StatusCode)));
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task If_the_renewed_session_is_rejected_the_error_says_so(
        int status, string contentType, string body, string? challenge)
    {
        End(status, contentType, body, challenge, times: 0);

        var error = await Session.FailAsync(TestOrg.Echo, SfErrorKind.SessionExpired);

        Assert.Equal([TestOrg.Echo, TestOrg.TokenPath, TestOrg.Echo], Test.Requests.Select(r => r.Path));
        Assert.EndsWith("It was renewed, and rejected again.", error.Message, StringComparison.Ordinal);
        Assert.Equal(status, error.StatusCode);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_token","error_description":"of the form"}""", SfErrorKind.RequestInvalid)]
    [InlineData(403, "Missing_OAuth_Token", SfErrorKind.PermissionDenied)]
    [InlineData(403, """[{"errorCode":"INSUFFICIENT_ACCESS","message":"no"}]""", SfErrorKind.PermissionDenied)]
    [InlineData(
        403,
        """[{"errorCode":"INVALID_SESSION_ID","message":"This session is not valid for use with the REST API"}]""",
        SfErrorKind.SessionNotValidForApi)]
    [InlineData(
        400,
        """
        {"compositeResponse":[
        {"body":[{"errorCode":"INVALID_SESSION_ID","message":"of a part"}],"httpStatusCode":401,"referenceId":"a"}]}
        """,
        SfErrorKind.RequestInvalid)]
    public async Task Other_errors_do_not_cause_a_renewal(int status, string body, SfErrorKind kind)
    {
        Test.Answer(TestOrg.Echo, status, body);

        await Session.FailAsync(TestOrg.Echo, kind);

        Assert.Single(Test.Requests);
    }

    [Fact]
    public async Task A_failed_renewal_reports_the_rejected_call_and_the_cause()
    {
        Test.Org.ExpireAllTokens();
        Test.Org.Apps.Unapprove(TestOrg.ClientId, TestOrg.Username);

        var error = Assert.IsType<SfRestException>(await Session.FailAsync(TestOrg.Echo, SfErrorKind.LoginNotApproved));

        Assert.Contains("INVALID_SESSION_ID: Session expired or invalid", error.Message, StringComparison.Ordinal);
        Assert.Contains("Renewing it failed: Salesforce", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("was renewed", error.Message, StringComparison.Ordinal);
        Assert.Equal("invalid_grant", Assert.IsType<SfLoginException>(error.InnerException).Error);
        Assert.Equal([TestOrg.Echo, TestOrg.TokenPath], Test.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task A_session_from_a_token_says_that_it_cannot_renew()
    {
        using var session = await SfSession.SignInAsync(
            new AccessTokenFlow(Test.Server.HttpUrl, Session.Token.AccessToken), TestOrg.Options(), null, TestOrg.Cancellation);
        Test.Org.ExpireAllTokens();

        var error = await session.FailAsync(TestOrg.Echo, SfErrorKind.SessionExpired);

        Assert.Contains("cannot be renewed", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("was renewed", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Renewing it failed", error.Message, StringComparison.Ordinal);
        Assert.Empty(Test.SignIns);
    }

    [Fact]
    public async Task A_body_that_cannot_be_sent_twice_is_not_repeated_and_the_error_says_so()
    {
        Test.Org.ExpireAllTokens();

        var error = await Session.FailAsync(
            new SfRequest
            {
                Method = HttpMethod.Post,
                Uri = TestOrg.Echo,
                Content = RequestBody.FromBytes("{}"u8.ToArray(), RequestBody.Json),
                RetrySafety = RetrySafety.Never,
            },
            SfErrorKind.SessionExpired);

        Assert.Contains("It was renewed, but this body cannot be sent twice.", error.Message, StringComparison.Ordinal);
        Assert.Single(Test.Requests, r => r.Path == TestOrg.Echo);
    }

    [Fact]
    public async Task Sixteen_calls_share_one_renewal_that_fails()
    {
        Test.Org.ExpireAllTokens();
        Test.Org.Apps.Unapprove(TestOrg.ClientId, TestOrg.Username);

        var errors = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => Session.FailAsync(TestOrg.Echo, SfErrorKind.LoginNotApproved))));

        Assert.Single(Test.SignIns);
        Assert.All(errors, e => Assert.Contains("Renewing it failed", e.Message, StringComparison.Ordinal));
        Assert.Equal(16, errors.Distinct().Count());
    }

    [Fact]
    public async Task A_failed_renewal_is_tried_again_after_seconds_or_on_request()
    {
        var time = new SkippingTime();
        using var session = await Test.ConnectAsync(TestOrg.Options() with { Time = time });
        Test.Org.ExpireAllTokens();
        Test.Org.Apps.Unapprove(TestOrg.ClientId, TestOrg.Username);
        await session.FailAsync(TestOrg.Echo, SfErrorKind.LoginNotApproved);
        Test.Org.Apps.Approve(TestOrg.ClientId, TestOrg.Username);

        await session.FailAsync(TestOrg.Echo, SfErrorKind.LoginNotApproved);
        Assert.Single(Test.SignIns);

        await Task.Delay(TimeSpan.FromSeconds(6), time, TestOrg.Cancellation);
        await session.GetAsync(TestOrg.Echo);
        Assert.Equal(2, Test.SignIns.Count);
    }

    [Fact]
    public async Task A_requested_renewal_ignores_an_earlier_failure()
    {
        Test.Org.ExpireAllTokens();
        Test.Org.Apps.Unapprove(TestOrg.ClientId, TestOrg.Username);
        await Session.FailAsync(TestOrg.Echo, SfErrorKind.LoginNotApproved);
        Test.Org.Apps.Approve(TestOrg.ClientId, TestOrg.Username);

        await Session.RenewAsync(Session.Token, null, TestOrg.Cancellation);

        await Session.GetAsync(TestOrg.Echo);
        Assert.Equal(2, Test.SignIns.Count);
    }

    private void End(int status, string contentType, string body, string? challenge, int times) => Test.Org.Faults.Add(new Fault
    {
        Path = TestOrg.Echo,
        Status = status,
        Body = body,
        ContentType = contentType,
        Times = times,
        Headers = challenge is null ? [] : new() { ["WWW-Authenticate"] = challenge },
    });
}
