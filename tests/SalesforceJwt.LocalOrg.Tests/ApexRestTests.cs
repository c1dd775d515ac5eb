using System.Net;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>The Apex REST services for tests of clients.</summary>
public sealed class ApexRestTests
{
    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task Echo_returns_the_request(string method)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        org.Client.DefaultRequestHeaders.Add("X-Probe", "1");
        var (_, echo) = await org.SendAsync(new HttpMethod(method), "services/apexrest/echo?a=ä&b=", new { text = "é" });
        Assert.Equal(method, echo.GetProperty("method").GetString());
        Assert.Equal("ä", echo.GetProperty("query").GetProperty("a").GetString());
        Assert.Equal("1", echo.GetProperty("headers").GetProperty("X-Probe").GetString());
        Assert.Equal("application/json; charset=utf-8", echo.GetProperty("contentType").GetString());
        Assert.Equal("{\"text\":\"\\u00E9\"}", echo.GetProperty("body").GetString());
        Assert.DoesNotContain("Authorization", echo.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_is_not_json()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        using var response = await org.Client.GetAsync("services/apexrest/text", TestOrg.Cancellation);
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("Plain text, not JSON: äöü €\n", await response.Content.ReadAsStringAsync(TestOrg.Cancellation));
    }

    [Theory]
    [InlineData("", 200_000L)]
    [InlineData("&chunked=1", null)]
    public async Task Binary_has_as_many_bytes_as_asked_for(string more, long? announced)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        using var response = await org.Client.GetAsync(
            $"services/apexrest/binary?size=200000{more}", HttpCompletionOption.ResponseHeadersRead, TestOrg.Cancellation);
        Assert.Equal(announced, response.Content.Headers.ContentLength);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestOrg.Cancellation);
        Assert.Equal(200_000, bytes.Length);
        Assert.Equal((199_999 % 251, 0), (bytes[199_999], bytes[251]));
    }

    [Fact]
    public async Task Redirect_uses_the_given_target_and_status()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        using var response = await org.Client.GetAsync(
            "services/apexrest/redirect?to=https://elsewhere.example.com/x&status=307", TestOrg.Cancellation);
        Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
        Assert.Equal("https://elsewhere.example.com/x", response.Headers.Location!.OriginalString);
        Assert.Equal("INVALID_PARAMETER", (await org.FailAsync(Get, "services/apexrest/redirect?to=/x&status=200")).Code);
    }
}
