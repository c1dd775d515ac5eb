using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Http;

/// <summary>The target of a request, as the server sees it.</summary>
public sealed class RequestUriTests : ConnectedTests
{
    [Theory]
    [InlineData("limits", "/services/data/v68.0/limits")]
    [InlineData("sobjects/Account/describe", "/services/data/v68.0/sobjects/Account/describe")]
    [InlineData(" limits ", "/services/data/v68.0/limits")]
    [InlineData("/services/data", "/services/data")]
    [InlineData("/services/data/v60.0/limits", "/services/data/v60.0/limits")]
    [InlineData("/services/apexrest/echo", "/services/apexrest/echo")]
    public async Task A_path_is_relative_to_the_version_and_with_a_slash_to_the_instance(string uri, string path)
    {
        await Session.GetAsync(uri);

        Assert.Equal(path, Assert.Single(Test.Requests).Path);
    }

    [Fact]
    public async Task A_full_URL_on_the_instance_is_accepted()
    {
        await Session.GetAsync(new Uri(Test.Server.HttpUrl, TestOrg.Echo + "?a=b").ToString());

        var request = Assert.Single(Test.Requests);
        Assert.Equal((TestOrg.Echo, "?a=b"), (request.Path, request.QueryString));
    }

    [Theory]
    [InlineData("https://evil.example/services/data")]
    [InlineData("//evil.example/services/data")]
    [InlineData("http://localhost:{0}/services/data")]
    [InlineData("http://127.0.0.1/services/data")]
    [InlineData("https://127.0.0.1:{0}/services/data")]
    [InlineData("http://127.0.0.1:{0}@evil.example/services/data")]
    [InlineData("ftp://127.0.0.1:{0}/services/data")]
    public async Task A_URL_of_another_origin_is_rejected(string uri)
    {
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, uri, Test.Server.HttpUrl.Port);

        var error = await Session.FailAsync(text, SfErrorKind.UriInvalid);

        Assert.Contains(Test.Server.HttpUrl.Authority, error.Message, StringComparison.Ordinal);
        Assert.Contains("token goes nowhere else", error.Remedy, StringComparison.Ordinal);
        Assert.Empty(Test.Requests);
    }

    [Theory]
    [InlineData("query?q=SELECT Id FROM Contact WHERE Name = '#1'")]
    [InlineData("/services/apexrest/echo#top")]
    public async Task A_fragment_is_an_error_since_it_would_not_be_sent(string uri)
    {
        var error = await Session.FailAsync(uri, SfErrorKind.UriInvalid);

        Assert.Contains("'#'", error.Message, StringComparison.Ordinal);
        Assert.Equal(NextStep.SetQueryValues, error.Advice!.Step);
        Assert.Empty(Test.Requests);
    }

    [Theory]
    [InlineData("services/data/v68.0/limits", "'/services/data/v68.0/limits'")]
    [InlineData("Services/apexrest/echo?secret=1", "'/Services/apexrest/echo'")]
    public async Task A_missing_slash_before_services_is_an_error(string uri, string remedy)
    {
        var error = await Session.FailAsync(uri, SfErrorKind.UriInvalid);

        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message + error.Remedy, StringComparison.Ordinal);
        Assert.Empty(Test.Requests);
    }

    [Fact]
    public async Task Query_values_arrive_unchanged()
    {
        var query = new Dictionary<string, string>
        {
            ["q"] = "SELECT Id FROM Contact WHERE Name LIKE 'Müller+Söhne & Co. #1 100%' AND A__c = 'a=b?c/d'",
            ["sp ce&"] = "",
            ["emoji"] = "😀",
            ["line"] = "a\r\nb",
        };

        var echo = (await Session.SendAsync(new SfRequest { Uri = TestOrg.Echo, Query = [.. query] })).Json();

        Assert.Equal(query, echo.GetProperty("query").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!));
    }

    [Fact]
    public async Task Parameters_are_added_to_those_of_the_URI()
    {
        await Session.SendAsync(new SfRequest { Uri = TestOrg.Echo + "?a=1%2B1&b=%C3%BC", Query = [new("c", "x y"), new("c", "2")] });

        Assert.Equal("?a=1%2B1&b=%C3%BC&c=x%20y&c=2", Assert.Single(Test.Requests).QueryString);
    }

    [Fact]
    public async Task Spaces_and_umlauts_in_a_path_are_escaped_and_escapes_are_kept()
    {
        await Assert.ThrowsAnyAsync<SfException>(() => Session.GetAsync("sobjects/Contact/Key__c/Jürgen Groß%2F1"));

        var path = Test.Requests[0].Path;
        Assert.Equal("/services/data/v68.0/sobjects/Contact/Key__c/Jürgen Groß%2F1", path);
    }

    [Fact]
    public async Task The_version_of_the_call_overrides_that_of_the_session()
    {
        await Session.SendAsync(new SfRequest { Uri = "limits", ApiVersion = "60.0" });

        Assert.Equal("/services/data/v60.0/limits", Assert.Single(Test.Requests).Path);
    }

    [Fact]
    public async Task A_colon_and_slashes_in_a_value_do_not_make_a_full_URL()
    {
        await Session.GetAsync("query?q=SELECT Id FROM Account WHERE Website = 'https://example.com'");

        Assert.Equal("/services/data/v68.0/query", Assert.Single(Test.Requests).Path);
    }

    [Theory]
    [InlineData("Authorization", "Bearer other")]
    [InlineData("authorization", "x")]
    [InlineData("X-Break", "a\r\nEvil: 1")]
    [InlineData("X-Break", "a\nb")]
    [InlineData("Bad Name", "x")]
    [InlineData("", "x")]
    [InlineData("X-Umlaut", "Köln")]
    public async Task A_header_that_cannot_be_sent_is_rejected(string name, string value)
    {
        var request = new SfRequest { Uri = TestOrg.Echo, Headers = [new(name, value)] };

        await Session.FailAsync(request, SfErrorKind.HeaderInvalid);
        await Session.FailAsync(request with { Method = HttpMethod.Post, Content = RequestBody.FromBytes("{}"u8.ToArray(), RequestBody.Json) }, SfErrorKind.HeaderInvalid);
        Assert.Empty(Test.Requests);
    }

    [Fact]
    public async Task A_content_header_needs_a_body_and_replaces_that_of_the_body()
    {
        var request = new SfRequest { Uri = TestOrg.Echo, Headers = [new("Content-Type", "text/csv"), new("Sforce-Query-Options", "batchSize=200")] };

        await Session.FailAsync(request, SfErrorKind.HeaderInvalid);
        await Session.SendAsync(request with { Method = HttpMethod.Post, Content = RequestBody.FromBytes("a"u8.ToArray(), RequestBody.Json) });

        var sent = Assert.Single(Test.Requests).Headers;
        Assert.Equal(("text/csv", "batchSize=200"), (sent["Content-Type"], sent["Sforce-Query-Options"]));
    }
}
