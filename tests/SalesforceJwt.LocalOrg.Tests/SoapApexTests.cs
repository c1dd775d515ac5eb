using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Anonymous Apex by SOAP, as the sf CLI runs it.</summary>
public sealed class SoapApexTests
{
    private const string Path = "services/Soap/s/68.0";
    private static readonly XNamespace Envelope = "http://schemas.xmlsoap.org/soap/envelope/";
    private static readonly XNamespace Apex = "http://soap.sforce.com/2006/08/apex";

    [Fact]
    public async Task Apex_is_executed_and_logged()
    {
        await using var org = await TestOrg.StartAsync();
        var token = await org.GetAccessTokenAsync();
        var (status, answer) = await SendAsync(org, token, "a &amp;&amp; &apos;ä&apos;;\nb;");
        Assert.Equal(200, status);
        Assert.Equal("true", (string?)Result(answer).Element(Apex + "success"));
        Assert.Equal("-1", (string?)Result(answer).Element(Apex + "line"));
        Assert.Equal(["a && 'ä';\nb;"], org.Org.AnonymousApex.Executed);
        Assert.Equal(
            "68.0 APEX_CODE,DEBUG\nExecute Anonymous: a && 'ä';\nExecute Anonymous: b;\n",
            answer.Descendants(Apex + "debugLog").Single().Value);
        Assert.Equal(1, org.Org.ApiUsage);
    }

    [Fact]
    public async Task A_failure_set_by_the_test_is_returned()
    {
        await using var org = await TestOrg.StartAsync();
        org.Org.AnonymousApex.Add(new() { Compiled = false, Line = 2, Column = 5, CompileProblem = "Variable does not exist: foo" });
        var (status, answer) = await SendAsync(org, await org.GetAccessTokenAsync(), "foo");
        Assert.Equal(200, status);
        Assert.Equal(
            ["5", "Variable does not exist: foo", "false", "", "", "2", "false"],
            Result(answer).Elements().Select(element => element.Value));
    }

    [Fact]
    public async Task Errors_are_soap_faults()
    {
        await using var org = await TestOrg.StartAsync();
        var token = await org.GetAccessTokenAsync();
        Assert.Equal("INVALID_SESSION_ID", await FailAsync(org, "wrong", "x"));
        Assert.Equal("UNSUPPORTED_API_VERSION", await FailAsync(org, token, "x", "services/Soap/s/69.0"));
        Assert.Equal("UNKNOWN_EXCEPTION", await FailAsync(org, token, "<"));
        Assert.Equal("INVALID_SOAP_HEADER", await FailAsync(org, token, "x", action: null));
        org.Org.Options.DailyApiLimit = org.Org.ApiUsage;
        Assert.Equal("REQUEST_LIMIT_EXCEEDED", await FailAsync(org, token, "x"));
        Assert.Empty(org.Org.AnonymousApex.Executed);
    }

    private static XElement Result(XElement answer) => answer.Descendants(Apex + "result").Single();

    private static async Task<string> FailAsync(
        TestOrg org, string token, string code, string path = Path, string? action = "executeAnonymous")
    {
        var (status, answer) = await SendAsync(org, token, code, path, action);
        Assert.Equal(500, status);
        var fault = answer.Element(Envelope + "Body")!.Element(Envelope + "Fault")!;
        var name = fault.Element("faultcode")!.Value.Split(':')[1];
        Assert.StartsWith(name + ": ", fault.Element("faultstring")!.Value, StringComparison.Ordinal);
        return name;
    }

    private static async Task<(int Status, XElement Answer)> SendAsync(
        TestOrg org, string token, string code, string path = Path, string? action = "executeAnonymous")
    {
        var body = $"""
            <e:Envelope xmlns:e="{Envelope}" xmlns="{Apex}">
              <e:Header><SessionHeader><sessionId>{token}</sessionId></SessionHeader><DebuggingHeader/></e:Header>
              <e:Body><executeAnonymous><apexcode>{code}</apexcode></executeAnonymous></e:Body>
            </e:Envelope>
            """;
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("text/xml")) };
        if (action is not null)
        {
            request.Headers.Add("SOAPAction", action);
        }

        using var response = await org.Client.SendAsync(request, TestOrg.Cancellation);
        return ((int)response.StatusCode, XElement.Parse(await response.Content.ReadAsStringAsync(TestOrg.Cancellation)));
    }
}
