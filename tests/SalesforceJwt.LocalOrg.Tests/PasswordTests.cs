using System.Net.Http.Headers;
using System.Text;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Passwords are set and reset over REST and SOAP.</summary>
public sealed class PasswordTests
{
    private const string Ann = "ann@example.com";

    [Fact]
    public async Task A_password_is_set_used_and_reset()
    {
        await using var org = await StartAsync();
        var path = PathOf(org, Ann);
        Assert.Equal("""{"isExpired":false}""", (await org.GetAsync(path)).GetRawText());
        Assert.Equal(204, (await org.SendAsync(Post, path, new { NewPassword = "correct horse 1" })).Status);
        Assert.Equal("correct horse 1", org.Org.Users.Find(Ann)!.Password);
        org.Org.Users.Find(Ann)!.IsPasswordLocked = true;
        var (status, reset) = await org.SendAsync(Delete, path);
        Assert.Equal((200, org.Org.Users.Find(Ann)!.Password), (status, reset.Text("NewPassword")));
        Assert.False(org.Org.Users.Find(Ann)!.IsPasswordLocked);
        Assert.True((await org.GetAsync(path)).GetProperty("isExpired").GetBoolean());
        Assert.NotNull((await org.QueryAsync($"SELECT LastPasswordChangeDate FROM User WHERE Username = '{Ann}'")).Records()[0].Text("LastPasswordChangeDate"));
        var actions = (await org.QueryAsync("SELECT Action, Display, CreatedBy.Username FROM SetupAuditTrail ORDER BY Id")).Records();
        Assert.Equal(
            [("changedpassword", "Set new password for user ann", TestOrg.Username), ("resetpassword", "Reset password for user ann", TestOrg.Username)],
            actions.Select(one => (one.Text("Action"), one.Text("Display"), one.GetProperty("CreatedBy").Text("Username"))));
        Assert.DoesNotContain(actions, one => one.GetRawText().Contains("horse", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("short1", "Your password must be at least 8 characters long.")]
    [InlineData("onlyletters", "Your password must have a mix of letters and numbers.")]
    [InlineData("1234567890", "Your password must have a mix of letters and numbers.")]
    [InlineData("password1", "Your password cannot be easy to guess. Please choose a different one.")]
    [InlineData("1ann@example.com", "Your password cannot equal or contain your user name.")]
    public async Task The_policy_refuses(string password, string message)
    {
        await using var org = await StartAsync();
        Assert.Equal(
            (400, "INVALID_NEW_PASSWORD", message), await org.FailAsync(Post, PathOf(org, Ann), new { NewPassword = password }));
    }

    [Fact]
    public async Task The_last_three_passwords_are_not_used_again()
    {
        await using var org = await StartAsync();
        var path = PathOf(org, Ann);
        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal(204, (await org.SendAsync(Post, path, new { NewPassword = $"long enough {i}" })).Status);
        }

        Assert.Equal(
            (400, "INVALID_NEW_PASSWORD", "invalid repeated password"), await org.FailAsync(Post, path, new { NewPassword = "long enough 1" }));
        Assert.Equal(204, (await org.SendAsync(Post, path, new { NewPassword = "long enough 4" })).Status);
        Assert.Equal(204, (await org.SendAsync(Post, path, new { NewPassword = "long enough 1" })).Status);
    }

    [Fact]
    public async Task A_setting_of_a_user_does_not_count_as_a_new_password()
    {
        await using var org = await StartAsync();
        var path = PathOf(org, Ann);
        Assert.Equal(204, (await org.SendAsync(Post, path, new { NewPassword = "long enough 1" })).Status);
        Assert.Equal(204, (await org.SendAsync(Post, path, new { NewPassword = "long enough 2" })).Status);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(204, (await org.SendAsync(Post, "_localorg/users", new { username = Ann, isFrozen = false })).Status);
        }

        Assert.Equal("INVALID_NEW_PASSWORD", (await org.FailAsync(Post, path, new { NewPassword = "long enough 1" })).Code);
    }

    [Fact]
    public async Task Own_passwords_only_without_the_permission()
    {
        await using var org = await StartAsync();
        await org.SendAsync(Post, "_localorg/users", new { username = TestOrg.Username, profile = "Standard User" });
        Assert.Equal(
            (403, "INSUFFICIENT_ACCESS"), (await org.FailAsync(Post, PathOf(org, Ann), new { NewPassword = "long enough 1" })) is var (status, code, _) ? (status, code) : default);
        Assert.Equal(204, (await org.SendAsync(Post, PathOf(org, TestOrg.Username), new { NewPassword = "long enough 1" })).Status);
        Assert.Equal(404, (await org.FailAsync(Get, $"{TestOrg.Data}/sobjects/User/005000000000001/password")).Status);
        Assert.Equal("MISSING_ARGUMENT", (await org.FailAsync(Post, PathOf(org, TestOrg.Username), new { Password = "x" })).Code);
    }

    [Fact]
    public async Task SOAP_sets_and_resets_them()
    {
        await using var org = await StartAsync();
        var id = org.Org.Users.Find(Ann)!.Id;
        var (status, answer) = await CallAsync(org, $"<setPassword><userId>{id}</userId><password>long enough 1</password></setPassword>");
        Assert.Equal(200, status);
        Assert.Contains("<setPasswordResponse><result", answer, StringComparison.Ordinal);
        Assert.Equal("long enough 1", org.Org.Users.Find(Ann)!.Password);
        (status, answer) = await CallAsync(org, $"<resetPassword><userId>{id}</userId></resetPassword>");
        Assert.Contains($"<result><password>{org.Org.Users.Find(Ann)!.Password}</password></result>", answer, StringComparison.Ordinal);
        (status, answer) = await CallAsync(org, $"<setPassword><userId>{id}</userId><password>short</password></setPassword>");
        Assert.Equal(500, status);
        Assert.Contains("<faultcode>sf:INVALID_NEW_PASSWORD</faultcode>", answer, StringComparison.Ordinal);
        (_, answer) = await CallAsync(org, "<merge/>");
        Assert.Contains("UNKNOWN_EXCEPTION", answer, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Body)> CallAsync(TestOrg org, string operation)
    {
        var session = org.Client.DefaultRequestHeaders.Authorization!.Parameter;
        using var content = new StringContent(
            "<se:Envelope xmlns:se=\"http://schemas.xmlsoap.org/soap/envelope/\"><se:Header xmlns=\"urn:partner.soap.sforce.com\">"
            + $"<SessionHeader><sessionId>{session}</sessionId></SessionHeader></se:Header>"
            + $"<se:Body xmlns=\"urn:partner.soap.sforce.com\">{operation}</se:Body></se:Envelope>",
            Encoding.UTF8,
            new MediaTypeHeaderValue("text/xml"));
        content.Headers.Add("SOAPAction", "\"\"");
        using var response = await org.Client.PostAsync("services/Soap/u/68.0", content, TestOrg.Cancellation);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestOrg.Cancellation));
    }

    private static string PathOf(TestOrg org, string username) => $"{TestOrg.Data}/sobjects/User/{org.Org.Users.Find(username)!.Id}/password";

    private static async Task<TestOrg> StartAsync()
    {
        var org = await TestOrg.StartSignedInAsync();
        org.Org.Users.Add(Ann);
        return org;
    }
}
