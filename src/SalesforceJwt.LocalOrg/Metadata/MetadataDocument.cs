using System.Globalization;
using System.Xml.Linq;

namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>The elements of a component, checked against its type. An element that is not there has no value.</summary>
internal sealed class MetadataDocument
{
    private readonly XElement _root;
    private readonly MetadataType _type;

    private MetadataDocument(XElement root, MetadataType type) => (_root, _type) = (root, type);

    /// <summary>Reads a component's file.</summary>
    /// <param name="content">The file.</param>
    /// <param name="type">The component's type.</param>
    /// <param name="version">The API version of the package, whose elements the file may have.</param>
    /// <exception cref="MetadataException">The file is not valid for the type.</exception>
    public static MetadataDocument Read(byte[] content, MetadataType type, int version)
    {
        var root = MetadataXml.Read(content, type.Root);
        Check(root, type.Root, type.Elements, version);
        return new MetadataDocument(root, type);
    }

    /// <summary>A component without elements.</summary>
    public static MetadataDocument Empty(MetadataType type) => Of(type);

    /// <summary>A component that the org makes.</summary>
    public static MetadataDocument Of(MetadataType type, params (string Name, string Value)[] elements) => new(
        new XElement(
            MetadataXml.Namespace + type.Root,
            elements.Select(element => new XElement(MetadataXml.Namespace + element.Name, element.Value))),
        type);

    /// <summary>The value of an element; null if it is missing or empty.</summary>
    public string? Text(string name) => _root.Element(MetadataXml.Namespace + name)?.Value.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The value of an element, or the one that a component without it has.</summary>
    public string? Value(string name) => Text(name) ?? _type.Elements.FirstOrDefault(element => element.Name == name)?.Standard;

    public bool Flag(string name) => IsTrue(Value(name));

    public int? Number(string name) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>The groups with a name.</summary>
    public IEnumerable<MetadataDocument> Groups(string name) =>
        _root.Elements(MetadataXml.Namespace + name).Select(group => new MetadataDocument(group, _type));

    /// <summary>The parts of a value that are separated by commas.</summary>
    public string[] List(string name) =>
        Text(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>An error about an element that is there.</summary>
    public MetadataException Error(string name, string problem) => MetadataXml.At(_root.Element(MetadataXml.Namespace + name)!, problem);

    /// <summary>The component with another value of an element; null removes it.</summary>
    public MetadataDocument With(string name, string? value)
    {
        var root = new XElement(_root);
        root.SetElementValue(MetadataXml.Namespace + name, value);
        return new MetadataDocument(root, _type);
    }

    /// <summary>The component with another group.</summary>
    public MetadataDocument WithGroup(string name, params (string Name, string Value)[] elements)
    {
        var root = new XElement(_root);
        root.Add(new XElement(
            MetadataXml.Namespace + name, elements.Select(element => new XElement(MetadataXml.Namespace + element.Name, element.Value))));
        return new MetadataDocument(root, _type);
    }

    /// <summary>The elements that an API version has, in the order of their names, as the org writes them.</summary>
    public IEnumerable<XElement> ElementsIn(int version) => ElementsIn(version, _root, _type.Elements);

    public bool Equals(MetadataDocument? other) => other is not null && XNode.DeepEquals(_root, other._root);

    private static bool IsTrue(string? value) => value is "true" or "1";

    private static IEnumerable<XElement> ElementsIn(int version, XElement parent, IReadOnlyList<MetadataElement> elements) => elements
        .Where(element => element.IsIn(version))
        .OrderBy(element => element.Name, StringComparer.Ordinal)
        .SelectMany(element => Written(version, element, parent));

    private static IEnumerable<XElement> Written(int version, MetadataElement element, XElement parent)
    {
        var name = MetadataXml.Namespace + element.Name;
        if (element.Kind == ElementKind.Group)
        {
            return parent.Elements(name).Select(group => new XElement(name, ElementsIn(version, group, element.Children)));
        }

        var values = parent.Elements(name).Select(child => child.Value.Trim()).Where(value => value.Length > 0)
            .Select(value => element.Kind != ElementKind.Flag ? value : IsTrue(value) ? "true" : "false");
        return values.DefaultIfEmpty(element.Standard).OfType<string>().Select(value => new XElement(name, value));
    }

    private static void Check(XElement parent, string typeName, IReadOnlyList<MetadataElement> elements, int version)
    {
        var seen = new HashSet<string>();
        foreach (var child in parent.Elements())
        {
            var element = child.Name.Namespace != MetadataXml.Namespace ? null
                : elements.FirstOrDefault(element => element.Name == child.Name.LocalName);
            if (element is null)
            {
                throw MetadataXml.Misplaced(child, typeName);
            }

            if (!element.IsIn(version))
            {
                throw MetadataXml.At(child, $"Error parsing file: Property '{element.Name}' not valid in version {version}.0");
            }

            if (!seen.Add(element.Name) && !element.IsMany)
            {
                throw MetadataXml.At(
                    child, $"Error parsing file: Element {element.Name} is duplicated at this location in type {typeName}");
            }

            if (element.Kind == ElementKind.Group)
            {
                Check(child, element.TypeName, element.Children, version);
            }
            else if (child.HasElements)
            {
                throw MetadataXml.Misplaced(child.Elements().First(), typeName);
            }
            else
            {
                CheckValue(child, element);
            }
        }

        foreach (var required in elements.Where(element => element.IsRequired && element.IsIn(version)))
        {
            if (string.IsNullOrWhiteSpace(parent.Element(MetadataXml.Namespace + required.Name)?.Value))
            {
                throw MetadataXml.At(parent, $"Required field is missing: {required.Name}");
            }
        }
    }

    private static void CheckValue(XElement child, MetadataElement element)
    {
        var value = child.Value.Trim();
        var isValid = element.Kind switch
        {
            ElementKind.Flag => value is "true" or "false" or "1" or "0",
            ElementKind.Number => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            ElementKind.Choice => element.Values.Contains(value),
            _ => true,
        };
        if (!isValid)
        {
            throw MetadataXml.At(child, element.Kind == ElementKind.Choice
                ? $"'{value}' is not a valid value for the enum '{element.TypeName}'"
                : $"Error parsing file: '{value}' is not a valid value for the type "
                    + (element.Kind == ElementKind.Flag ? "xsd:boolean" : "xsd:int"));
        }
    }
}
