using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Anonymous Apex, whose results the test sets.</summary>
public sealed class ToolingTests
{
    private const string Execute = $"{TestOrg.Data}/tooling/executeAnonymous/?anonymousBody=";

    [Fact]
    public async Task Anonymous_Apex_succeeds_unless_another_result_is_set()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var success = await org.GetAsync(Execute + Uri.EscapeDataString("System.debug('ä');"));
        Assert.True(success.GetProperty("compiled").GetBoolean() && success.GetProperty("success").GetBoolean());
        Assert.Equal(-1, success.GetProperty("line").GetInt32());
        Assert.Equal(["System.debug('ä');"], org.Org.AnonymousApex.Executed);

        Assert.Equal(204, (await org.SendAsync(Post, "_localorg/anonymous-apex", new
        {
            contains = "bad",
            compiled = false,
            line = 1,
            column = 4,
            compileProblem = "Unexpected token 'bad'.",
        })).Status);
        var failure = await org.GetAsync(Execute + "int%20bad");
        Assert.False(failure.GetProperty("success").GetBoolean());
        Assert.Equal((1, "Unexpected token 'bad'."), (failure.GetProperty("line").GetInt32(), failure.Text("compileProblem")));
        Assert.True((await org.GetAsync(Execute + "good")).GetProperty("success").GetBoolean());

        Assert.Equal(204, (await org.SendAsync(Delete, "_localorg/anonymous-apex")).Status);
        Assert.True((await org.GetAsync(Execute + "bad")).GetProperty("success").GetBoolean());
        Assert.Equal("MISSING_ARGUMENT", (await org.FailAsync(Get, Execute)).Code);
    }

    [Fact]
    public async Task An_exception_message_makes_the_code_fail()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        const string Message = "System.DmlException: Insert failed.";
        Assert.Equal(204, (await org.SendAsync(Post, "_localorg/anonymous-apex", new { exceptionMessage = Message, line = 3 })).Status);
        var failure = await org.GetAsync(Execute + "x()");
        Assert.True(failure.GetProperty("compiled").GetBoolean());
        Assert.False(failure.GetProperty("success").GetBoolean());
        Assert.Equal((3, 1), (failure.GetProperty("line").GetInt32(), failure.GetProperty("column").GetInt32()));
        Assert.Equal(
            (Message, "AnonymousBlock: line 3, column 1"), (failure.Text("exceptionMessage"), failure.Text("exceptionStackTrace")));

        Assert.Equal(204, (await org.SendAsync(Post, "_localorg/anonymous-apex", new { compileProblem = "Unexpected token '}'." })).Status);
        failure = await org.GetAsync(Execute + "x()");
        Assert.False(failure.GetProperty("compiled").GetBoolean() || failure.GetProperty("success").GetBoolean());
        Assert.Equal((1, null), (failure.GetProperty("line").GetInt32(), failure.Text("exceptionStackTrace")));
    }

    [Theory]
    [InlineData(true, true, null, "System.DmlException: x")]
    [InlineData(true, true, "Unexpected token.", null)]
    [InlineData(true, false, "Unexpected token.", null)]
    [InlineData(false, false, null, "System.DmlException: x")]
    public async Task A_result_that_contradicts_itself_is_refused(bool compiled, bool success, string? compileProblem, string? exceptionMessage)
    {
        await using var org = await TestOrg.StartAsync();
        var body = new { compiled, success, compileProblem, exceptionMessage };
        Assert.Equal(400, (await org.SendAsync(Post, "_localorg/anonymous-apex", body)).Status);
    }
}
