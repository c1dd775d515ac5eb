using System.Xml;

namespace SalesforceJwt.Core.Metadata;

/// <summary>Checks a manifest (package.xml, destructiveChanges.xml) before it is sent.</summary>
internal static class PackageManifest
{
    private const string Namespace = "http://soap.sforce.com/2006/04/metadata";

    // The longest name of a component has some hundred characters.
    private const long MostCharacters = 32 * 1024 * 1024;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MostCharacters,
        CloseInput = false,
    };

    /// <summary>Checks that a manifest is XML, and a manifest.</summary>
    /// <param name="content">The file.</param>
    /// <param name="source">The folder or zip, for messages.</param>
    /// <param name="name">The file's path in the package.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.MetadataInvalid"/>.</exception>
    public static void Check(Stream content, string source, string name)
    {
        try
        {
            using var reader = XmlReader.Create(content, Settings);
            reader.MoveToContent();
            if (reader.LocalName != "Package" || reader.NamespaceURI != Namespace)
            {
                throw MetadataErrors.Invalid(
                    source,
                    $"'{name}' in it begins with <{reader.Name}> and not with <Package xmlns=\"{Namespace}\">",
                    "Correct that line.");
            }

            while (reader.Read())
            {
                // To the end: all of it must be XML.
            }
        }
        catch (XmlException e)
        {
            throw MetadataErrors.Invalid(
                source, $"'{name}' in it is not valid XML: {e.Message.TrimEnd('.')}", "Correct it there.", e);
        }
    }
}
