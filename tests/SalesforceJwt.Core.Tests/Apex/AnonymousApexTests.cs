using SalesforceJwt.Core.Apex;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;
using AnonymousApex = SalesforceJwt.Core.Apex.AnonymousApex;

namespace SalesforceJwt.Core.Tests.Apex;

/// <summary>Anonymous Apex runs once or not at all, and its errors say where.</summary>
public sealed class AnonymousApexTests : ConnectedTests
{
    private const string Endpoint = "/services/data/v68.0/tooling/executeAnonymous";

    private readonly TemporaryFolder _folder = new();

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return base.DisposeAsync();
    }

    [Theory]
    [InlineData("System.debug('ü & + # % €');")]
    [InlineData("a\r\nb\n\tc")]
    public async Task Code_is_sent_unchanged(string code)
    {
        await RunAsync(code);

        Assert.Equal([code], Test.Org.AnonymousApex.Executed);
        Assert.Equal(("GET", Endpoint), (Test.Requests[0].Method, Test.Requests[0].Path));
    }

    [Fact]
    public async Task A_compile_error_has_its_position_and_the_line_of_code()
    {
        Test.Org.AnonymousApex.Add(new AnonymousApexAnswer { Compiled = false, Success = false, Line = 2, Column = 5, CompileProblem = "Unexpected token ')'." });

        var error = await Assert.ThrowsAsync<SfApexException>(() => RunAsync("Integer i;\r\n  foo(;\r\n", new ApexOptions { Name = "job.apex" }));

        Assert.Equal((SfErrorKind.ApexCompileFailed, 2, 5), (error.Kind, error.Line, error.Column));
        Assert.Equal("The Apex in 'job.apex' does not compile at line 2, column 5: Unexpected token ')'.\n  foo(;", error.Message);
    }

    [Fact]
    public async Task An_exception_has_its_message_and_stack()
    {
        Test.Org.AnonymousApex.Add(new AnonymousApexAnswer
        {
            Success = false,
            Line = 3,
            Column = 1,
            ExceptionMessage = "System.NullPointerException: Attempt to de-reference a null object",
            ExceptionStackTrace = "AnonymousBlock: line 3, column 1",
        });

        var error = await Assert.ThrowsAsync<SfApexException>(() => RunAsync("x();"));

        Assert.Equal((SfErrorKind.ApexFailed, 3, "AnonymousBlock: line 3, column 1"), (error.Kind, error.Line, error.ApexStackTrace));
        Assert.Equal(
            "The Apex failed at line 3, column 1: System.NullPointerException: Attempt to de-reference a null object.\nAnonymousBlock: line 3, column 1", error.Message);
    }

    [Fact]
    public async Task A_failure_without_a_reason_is_an_error()
    {
        Test.Org.AnonymousApex.Add(new AnonymousApexAnswer { Success = false });

        var error = await Assert.ThrowsAsync<SfApexException>(() => RunAsync("x();"));

        Assert.Equal("The Apex failed: Salesforce does not say why.", error.Message);
        Assert.Null(error.Line);
    }

    [Theory]
    [InlineData(FaultKind.ResetAfterActing)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Truncate)]
    public async Task Code_that_may_have_run_is_not_sent_again(FaultKind fault)
    {
        Test.Fail(Endpoint, fault);

        var error = await Assert.ThrowsAnyAsync<SfException>(() => RunAsync("x();"));

        Assert.Equal(SfErrorKind.OutcomeUnknown, error.Kind);
        Assert.Single(Test.Requests);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_lost_answer_leaves_the_outcome_unknown(int status)
    {
        Test.Fail(Endpoint, status);

        var error = await Assert.ThrowsAnyAsync<SfException>(() => RunAsync("x();"));

        Assert.Equal((SfErrorKind.OutcomeUnknown, status), (error.Kind, error.StatusCode));
        Assert.Single(Test.Requests);
    }

    [Fact]
    public async Task Code_that_certainly_did_not_run_is_sent_again()
    {
        Test.Fail(Endpoint, 429);
        Test.Fail(Endpoint, 401, code: "INVALID_SESSION_ID", message: "Session expired or invalid");

        await RunAsync("x();");

        Assert.Equal(["x();"], Test.Org.AnonymousApex.Executed);
    }

    [Theory]
    [InlineData("""{"compiled":true}""")]
    [InlineData("[]")]
    [InlineData("<html>")]
    public async Task An_answer_without_a_result_leaves_the_outcome_unknown(string body)
    {
        Test.Answer(Endpoint, 200, body);

        Assert.Equal(SfErrorKind.OutcomeUnknown, (await Assert.ThrowsAnyAsync<SfException>(() => RunAsync("x();"))).Kind);
    }

    [Theory]
    [InlineData("", SfErrorKind.ValueMissing)]
    [InlineData(" \n", SfErrorKind.ValueMissing)]
    public async Task Missing_code_is_not_sent(string code, SfErrorKind kind)
    {
        Assert.Equal(kind, (await Assert.ThrowsAsync<SfException>(() => RunAsync(code))).Kind);
        Assert.Empty(Test.Requests);
    }

    [Theory]
    [InlineData('x', 14_337)]
    [InlineData('€', 1_593)]
    public async Task Code_that_is_too_long_for_a_URL_is_not_sent(char character, int count)
    {
        var error = await Assert.ThrowsAsync<SfException>(() => RunAsync(new string(character, count)));

        Assert.Equal(SfErrorKind.UriTooLong, error.Kind);
        Assert.Empty(Test.Requests);
        await RunAsync(new string(character, count - 1));
    }

    [Fact]
    public void A_file_is_read_by_its_byte_order_mark_or_as_UTF8_up_to_a_limit()
    {
        Assert.Equal("ü();", AnonymousApex.ReadFile(_folder.Write("mark.apex", [0xEF, 0xBB, 0xBF, .. "ü();"u8])));
        Assert.Equal("ü();", AnonymousApex.ReadFile(_folder.Write("plain.apex", "ü();"u8.ToArray())));
        Assert.Equal(SfErrorKind.UriTooLong, Assert.Throws<SfException>(() => AnonymousApex.ReadFile(_folder.Write("large.apex", new byte[100_000]))).Kind);
        Assert.Equal(SfErrorKind.FileNotFound, Assert.Throws<SfException>(() => AnonymousApex.ReadFile(_folder["none.apex"])).Kind);
        Assert.Equal(SfErrorKind.FileAccessFailed, Assert.Throws<SfException>(() => AnonymousApex.ReadFile(_folder.Path)).Kind);
    }

    private Task RunAsync(string code, ApexOptions? options = null) => AnonymousApex.RunAsync(Session, code, options, null, TestOrg.Cancellation);
}
