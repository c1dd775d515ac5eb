using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Tests.Security;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("Authorization")]
    [InlineData("AUTHORIZATION")]
    [InlineData("Proxy-Authorization")]
    [InlineData("Cookie")]
    [InlineData("Set-Cookie")]
    [InlineData("X-SFDC-Session")]
    public void Headers_that_hold_secrets_are_masked(string name) => Assert.Equal(Redaction.Mask, Redaction.Header(name, "Bearer 00D!x"));

    [Fact]
    public void Other_headers_are_shown() => Assert.Equal("gzip", Redaction.Header("Accept-Encoding", "gzip"));

    [Theory]
    [InlineData(
        "Location",
        "https://acme.my.salesforce.com/secur/frontdoor.jsp?sid=hunter2#x",
        "https://acme.my.salesforce.com/secur/frontdoor.jsp?***")]
    [InlineData("Content-Location", "/x?code=hunter2", "/x?***")]
    [InlineData("Refresh", "0; url=/x?code=hunter2", "0; url=/x?***")]
    [InlineData("Link", "</x?code=hunter2>; rel=next", "</x?***>; rel=next")]
    [InlineData("X-Anything", "see https://a.example/x?code=hunter2, or y", "see https://a.example/x?***, or y")]
    [InlineData("X-Echo", "Bearer hunter2", "Bearer ***")]
    [InlineData("X-Echo", "hunter%2B2 hunter&#43;2", "*** hunter&#43;2")]
    [InlineData("X-CSRF-Token", "abc", "***")]
    [InlineData("X-Session-Id", "abc", "***")]
    [InlineData("Sforce-Limit-Info", "api-usage=18/5000", "api-usage=18/5000")]
    public void Neither_queries_nor_sent_secrets_are_shown_in_headers(string name, string value, string shown) =>
        Assert.Equal(shown, Redaction.Header(name, value, "hunter2", "hunter+2"));

    [Theory]
    [InlineData("https://acme.my.salesforce.com/services/data/v68.0/query?q=SELECT+Name", "https://acme.my.salesforce.com/services/data/v68.0/query")]
    [InlineData("https://user:pw@acme.my.salesforce.com/x#access_token=1", "https://acme.my.salesforce.com/x")]
    [InlineData("http://127.0.0.1:5000/a%20b", "http://127.0.0.1:5000/a%20b")]
    public void A_URL_is_shown_without_query_fragment_and_user(string url, string shown) => Assert.Equal(shown, Redaction.Url(new Uri(url)));

    [Fact]
    public void A_token_response_prints_no_token()
    {
        var response = new TokenResponse { AccessToken = "00D000000000001!secret", InstanceUrl = new Uri("https://acme.my.salesforce.com"), Id = "x" };

        Assert.DoesNotContain("secret", response.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", $"{response with { Scope = "api" }}", StringComparison.Ordinal);
    }
}
