using System.Xml;
using System.Xml.Linq;

namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>Reads XML files of a deploy, with the positions of their elements.</summary>
internal static class MetadataXml
{
    public static readonly XNamespace Namespace = "http://soap.sforce.com/2006/04/metadata";

    // Document types would allow entities that grow or read files.
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <exception cref="MetadataException">It is not XML, or has another root element.</exception>
    public static XElement Read(byte[] content, string root)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(content), Settings);
            var document = XDocument.Load(reader, LoadOptions.SetLineInfo | LoadOptions.PreserveWhitespace);
            return document.Root!.Name == Namespace + root ? document.Root : throw At(
                document.Root, $"Error parsing file: Element {Text(document.Root)} is not the root element {root}");
        }
        catch (XmlException error)
        {
            throw new MetadataException($"Error parsing file: {error.Message}", error.LineNumber, error.LinePosition);
        }
    }

    /// <summary>An error for an element.</summary>
    public static MetadataException At(XElement element, string problem)
    {
        var position = (IXmlLineInfo)element;
        return new MetadataException(problem, position.LineNumber, position.LinePosition);
    }

    /// <summary>The error for an element that a type does not have.</summary>
    public static MetadataException Misplaced(XElement element, string typeName) =>
        At(element, $"Error parsing file: Element {Text(element)} invalid at this location in type {typeName}");

    private static string Text(XElement element) =>
        element.Name.NamespaceName.Length == 0 ? element.Name.LocalName : $"{{{element.Name.NamespaceName}}}{element.Name.LocalName}";
}
