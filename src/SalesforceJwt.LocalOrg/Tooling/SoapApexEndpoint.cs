using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Tooling;

/// <summary>The SOAP Apex API's <c>executeAnonymous</c>, which the <c>sf</c> CLI uses to run Apex.</summary>
internal sealed class SoapApexEndpoint(Org org)
{
    private const string ContentType = "text/xml; charset=UTF-8";
    private static readonly XNamespace Envelope = "http://schemas.xmlsoap.org/soap/envelope/";
    private static readonly XNamespace Apex = "http://soap.sforce.com/2006/08/apex";
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/services/Soap/s/{version}", ExecuteAsync);
        routes.MapPost("/services/Soap/s/{version}/{organization}", ExecuteAsync);
    }

    private async Task ExecuteAsync(HttpContext context)
    {
        try
        {
            if (!ApiVersion.IsSupported("v" + context.RouteValue("version")))
            {
                throw new SoapFault("UNSUPPORTED_API_VERSION", "Invalid Api version specified on URL");
            }

            var request = await ReadAsync(context);
            var code = (string?)CheckedCall(request).Element(Apex + "apexcode") ?? throw new SoapFault(
                "MISSING_ARGUMENT", "apexcode is required");
            var answer = org.AnonymousApex.Execute(code);
            var log = Header(request, "DebuggingHeader") is null ? null : $"{context.RouteValue("version")} APEX_CODE,DEBUG\n{Echo(code)}";
            await WriteAsync(context, StatusCodes.Status200OK, log, new XElement(Apex + "executeAnonymousResponse", Result(answer)));
        }
        catch (SoapFault fault)
        {
            await WriteAsync(context, StatusCodes.Status500InternalServerError, null, new XElement(
                Envelope + "Fault",
                new XAttribute(XNamespace.Xmlns + "sf", Apex.NamespaceName),
                new XElement("faultcode", $"sf:{fault.Code}"),
                new XElement("faultstring", $"{fault.Code}: {fault.Message}")));
        }
    }

    private static async Task<XElement> ReadAsync(HttpContext context)
    {
        if (!context.Request.Headers.ContainsKey("SOAPAction"))
        {
            throw new SoapFault("INVALID_SOAP_HEADER", "SOAPAction HTTP header missing");
        }

        try
        {
            using var reader = XmlReader.Create(context.Request.Body, new XmlReaderSettings { Async = true });
            var document = await XDocument.LoadAsync(reader, LoadOptions.None, context.RequestAborted);
            return document.Root?.Name == Envelope + "Envelope" ? document.Root : throw new SoapFault(
                "UNKNOWN_EXCEPTION", "no SOAP envelope");
        }
        catch (XmlException error)
        {
            throw new SoapFault("UNKNOWN_EXCEPTION", error.Message);
        }
    }

    /// <summary>The call of a request that has a valid session and is within the daily limit.</summary>
    private XElement CheckedCall(XElement request)
    {
        var token = (string?)Header(request, "SessionHeader")?.Element(Apex + "sessionId");
        if (token is null || org.Tokens.Use(token) is null)
        {
            throw new SoapFault("INVALID_SESSION_ID", "Invalid Session ID found in SessionHeader: Illegal Session");
        }

        return !org.TryCountApiCall()
            ? throw new SoapFault("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
            : request.Element(Envelope + "Body")?.Element(Apex + "executeAnonymous") ?? throw new SoapFault(
                "UNKNOWN_EXCEPTION", "No operation available for request");
    }

    private static XElement? Header(XElement request, string name) => request.Element(Envelope + "Header")?.Element(Apex + name);

    private static string Echo(string code) =>
        string.Concat(code.ReplaceLineEndings("\n").Split('\n').Select(line => $"Execute Anonymous: {line}\n"));

    private static XElement Result(AnonymousApexAnswer answer) => new(
        Apex + "result",
        Value("column", answer.Column.ToString(CultureInfo.InvariantCulture)),
        Value("compileProblem", answer.CompileProblem),
        Value("compiled", answer.Compiled ? "true" : "false"),
        Value("exceptionMessage", answer.ExceptionMessage),
        Value("exceptionStackTrace", answer.ExceptionStackTrace),
        Value("line", answer.Line.ToString(CultureInfo.InvariantCulture)),
        Value("success", answer.Success ? "true" : "false"));

    private static XElement Value(string name, string? text) =>
        new(Apex + name, text is null ? new XAttribute(Instance + "nil", "true") : new XText(text));

    // The prefixes are part of the contract: sf finds elements by them.
    private static Task WriteAsync(HttpContext context, int status, string? log, XElement body)
    {
        var envelope = new XElement(
            Envelope + "Envelope",
            new XAttribute(XNamespace.Xmlns + "soapenv", Envelope.NamespaceName),
            new XAttribute("xmlns", Apex.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "xsi", Instance.NamespaceName),
            log is null ? null : new XElement(
                Envelope + "Header", new XElement(Apex + "DebuggingInfo", new XElement(Apex + "debugLog", log))),
            new XElement(Envelope + "Body", body));
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        return context.Response.WriteAsync(
            """<?xml version="1.0" encoding="UTF-8"?>""" + envelope.ToString(SaveOptions.DisableFormatting), context.RequestAborted);
    }
}
