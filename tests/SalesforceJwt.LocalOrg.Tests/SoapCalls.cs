using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Calls of the SOAP Metadata API by the signed-in user.</summary>
internal static class SoapCalls
{
    public const string Path = "services/Soap/m/68.0";
    public static readonly XNamespace Metadata = DeployOrg.Xml;
    private static readonly XNamespace Envelope = "http://schemas.xmlsoap.org/soap/envelope/";

    /// <summary>Makes a call that must succeed, and returns the element of its response.</summary>
    public static async Task<XElement> SoapAsync(this TestOrg org, string operation, string content, string path = Path)
    {
        var (status, body) = await SendAsync(org, operation, content, path);
        Assert.True(status == 200, body.ToString());
        return body.Element(Metadata + $"{operation}Response")!;
    }

    /// <summary>Makes a call that must fail, and returns the text of its fault.</summary>
    public static async Task<string> FailSoapAsync(this TestOrg org, string operation, string content, string path = Path)
    {
        var (status, body) = await SendAsync(org, operation, content, path);
        Assert.True(status == 500, body.ToString());
        var fault = body.Element(Envelope + "Fault")!;
        var text = fault.Element("faultstring")!.Value;
        Assert.Equal($"sf:{text.Split(':')[0]}", fault.Element("faultcode")!.Value);
        return text;
    }

    private static async Task<(int Status, XElement Body)> SendAsync(TestOrg org, string operation, string content, string path)
    {
        var body = $"""
            <soapenv:Envelope xmlns:soapenv="{Envelope}" xmlns="{Metadata}">
              <soapenv:Header><SessionHeader><sessionId>{org.Client.DefaultRequestHeaders.Authorization!.Parameter}</sessionId></SessionHeader></soapenv:Header>
              <soapenv:Body><{operation}>{content}</{operation}></soapenv:Body>
            </soapenv:Envelope>
            """;
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("text/xml")) };
        request.Headers.Add("SOAPAction", "\"\"");
        using var response = await org.Client.SendAsync(request, TestOrg.Cancellation);
        var envelope = XElement.Parse(await response.Content.ReadAsStringAsync(TestOrg.Cancellation));
        return ((int)response.StatusCode, envelope.Element(Envelope + "Body")!);
    }
}
