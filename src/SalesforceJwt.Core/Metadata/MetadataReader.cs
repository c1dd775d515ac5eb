using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Metadata;

/// <summary>
/// Reads single components of the org (Metadata API Developer Guide: "listMetadata()" and "readMetadata()"). Salesforce has these calls in
/// SOAP only, and refuses tokens in JWT format there.
/// </summary>
internal sealed class MetadataReader(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    /// <summary>The namespace of metadata.</summary>
    public static readonly XNamespace Namespace = "http://soap.sforce.com/2006/04/metadata";

    // The most that one call of readMetadata takes.
    private const int MostNames = 10;

    private static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>The names of all components of a type.</summary>
    /// <exception cref="SfException">The call failed; the error says why and what to do.</exception>
    public async Task<List<string>> ListAsync(string type, CancellationToken cancellationToken)
    {
        var version = await VersionAsync(cancellationToken).ConfigureAwait(false);
        var answer = await CallAsync(
            "listMetadata",
            [new XElement(Namespace + "queries", new XElement(Namespace + "type", type)), new XElement(Namespace + "asOfVersion", version)],
            version,
            cancellationToken).ConfigureAwait(false);
        return [.. answer.Elements(Namespace + "result").Elements(Namespace + "fullName").Select(name => name.Value)];
    }

    /// <summary>Reads components. Those that do not exist are left out.</summary>
    /// <returns>Each with a <c>fullName</c> and its elements, in metadata's namespace.</returns>
    /// <exception cref="SfException">The call failed; the error says why and what to do.</exception>
    public async Task<List<XElement>> ReadAsync(string type, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var version = await VersionAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<XElement>();
        foreach (var some in names.Chunk(MostNames))
        {
            var answer = await CallAsync(
                "readMetadata",
                [new XElement(Namespace + "type", type), .. some.Select(name => new XElement(Namespace + "fullNames", name))],
                version,
                cancellationToken).ConfigureAwait(false);
            found.AddRange(answer.Elements(Namespace + "result").Elements(Namespace + "records")
                .Where(record => (string?)record.Attribute(Instance + "nil") != "true"
                    && record.Element(Namespace + "fullName") is not null));
        }

        return found;
    }

    private ValueTask<string> VersionAsync(CancellationToken cancellationToken) =>
        apiVersion is not null ? new(apiVersion) : session.GetApiVersionAsync(observer, cancellationToken);

    private Task<XElement> CallAsync(string name, XElement[] arguments, string version, CancellationToken cancellationToken) =>
        session.Rest.SendAsync(
            new SfRequest
            {
                Method = HttpMethod.Post,
                Uri = $"/services/Soap/m/{version}",
                Headers = [new("SOAPAction", "\"\"")],
                Content = () => new StringContent(Envelope(name, arguments), Encoding.UTF8, "text/xml"),
                Expect = ExpectedAnswer.Any,
                RetrySafety = RetrySafety.ReadOnly,
                SuppressNameAdvice = true,
            },
            async (response, cancel) => Parse(await response.ReadAllAsync(cancel).ConfigureAwait(false), name, response.Url),
            observer,
            cancellationToken);

    // Written for each attempt: the token can have been renewed.
    private string Envelope(string name, XElement[] arguments) => new XElement(
        Soap + "Envelope",
        new XElement(
            Soap + "Header",
            new XElement(Namespace + "SessionHeader", new XElement(Namespace + "sessionId", session.Token.AccessToken))),
        new XElement(Soap + "Body", new XElement(Namespace + name, arguments))).ToString(SaveOptions.DisableFormatting);

    private static XElement Parse(ReadOnlyMemory<byte> body, string name, string url)
    {
        try
        {
            using var reader = XmlReader.Create(
                new MemoryStream(body.ToArray()), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            if (XElement.Load(reader).Element(Soap + "Body")?.Element(Namespace + $"{name}Response") is { } answer)
            {
                return answer;
            }
        }
        catch (XmlException)
        {
            // Below, with what was received.
        }

        throw new SfException(
            SfErrorKind.ResponseInvalid,
            string.Create(CultureInfo.InvariantCulture, $"POST {url} was not answered with a {name}Response. It begins: ")
                + ServerText.FirstLine(body.Span),
            "Check that nothing between here and Salesforce answers in its place.");
    }
}
