using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.OAuth;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Soap;

/// <summary>A SOAP API: reads envelopes, checks session and daily limit, and writes responses and faults.</summary>
internal abstract class SoapEndpoint(Org org, string path, XNamespace api)
{
    protected const string UnknownException = "UNKNOWN_EXCEPTION";

    private const string ContentType = "text/xml; charset=UTF-8";
    private static readonly XNamespace Envelope = "http://schemas.xmlsoap.org/soap/envelope/";

    protected Org Org => org;

    protected static XNamespace Instance { get; } = "http://www.w3.org/2001/XMLSchema-instance";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(path + "/{version}", HandleAsync);
        routes.MapPost(path + "/{version}/{organization}", HandleAsync);
    }

    /// <summary>Answers a call.</summary>
    /// <exception cref="SoapFault">It fails.</exception>
    protected abstract SoapAnswer Execute(SoapCall call);

    protected static SoapFault NoSuchOperation() => new(UnknownException, "No operation available for request");

    private async Task HandleAsync(HttpContext context)
    {
        try
        {
            var call = CheckedCall(context.RouteValue("version"), await ReadAsync(context));
            var answer = Execute(call);
            var response = new XElement(api + $"{call.Operation.Name.LocalName}Response", answer.Result);
            XAttribute[] names = [new("xmlns", api.NamespaceName), new(XNamespace.Xmlns + "xsi", Instance.NamespaceName)];
            await WriteAsync(context, StatusCodes.Status200OK, names, answer.Header, response);
        }
        catch (SoapFault fault)
        {
            // No default namespace: clients look for <faultcode> without an attribute to see that a session has ended.
            XAttribute[] names = [new(XNamespace.Xmlns + "sf", api.NamespaceName)];
            await WriteAsync(context, StatusCodes.Status500InternalServerError, names, null, new XElement(
                Envelope + "Fault",
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
            return document.Root?.Name == Envelope + "Envelope" ? document.Root : throw new SoapFault(UnknownException, "no SOAP envelope");
        }
        catch (XmlException error)
        {
            throw new SoapFault(UnknownException, error.Message);
        }
    }

    /// <summary>The call of a request that has a valid session and is within the daily limit.</summary>
    private SoapCall CheckedCall(string version, XElement request)
    {
        if (!ApiVersion.IsSupported("v" + version))
        {
            throw new SoapFault("UNSUPPORTED_API_VERSION", "Invalid Api version specified on URL");
        }

        var header = request.Element(Envelope + "Header");
        var number = int.Parse(version.AsSpan(0, version.IndexOf('.', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
        var user = UserOf((string?)header?.Element(api + "SessionHeader")?.Element(api + "sessionId"), number);
        if (!user.Has(UserRight.ApiEnabled))
        {
            throw new SoapFault("API_CURRENTLY_DISABLED", "API is disabled for this User");
        }

        if (!org.TryCountApiCall())
        {
            throw new SoapFault("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
        }

        var operation = request.Element(Envelope + "Body")?.Elements().FirstOrDefault();
        return operation?.Name.Namespace == api ? new SoapCall(number, user, operation, header) : throw NoSuchOperation();
    }

    private OrgUser UserOf(string? token, int version)
    {
        var session = token is null ? null : org.Tokens.Use(token);
        if (session is null)
        {
            throw new SoapFault("INVALID_SESSION_ID", "Invalid Session ID found in SessionHeader: Illegal Session");
        }

        return TokenStore.IsJwt(token!) && version < org.Options.SoapJwtVersion
            ? throw new SoapFault(
                "INVALID_SESSION_ID",
                "SOAP API does not support JWT-based access tokens. You must disable the \"Issue JSON Web Token (JWT)-based access "
                    + "tokens\" setting in your Connected App or External Client App")
            : session.User;
    }

    // The prefixes are part of the contract: sf finds elements by them.
    private static Task WriteAsync(HttpContext context, int status, XAttribute[] names, XElement? header, XElement body)
    {
        var envelope = new XElement(
            Envelope + "Envelope",
            new XAttribute(XNamespace.Xmlns + "soapenv", Envelope.NamespaceName),
            names,
            header is null ? null : new XElement(Envelope + "Header", header),
            new XElement(Envelope + "Body", body));
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        return context.Response.WriteAsync(
            """<?xml version="1.0" encoding="UTF-8"?>""" + envelope.ToString(SaveOptions.DisableFormatting), context.RequestAborted);
    }
}
