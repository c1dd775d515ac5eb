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
}
