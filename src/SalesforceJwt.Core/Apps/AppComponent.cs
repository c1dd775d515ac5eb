using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using SalesforceJwt.Core.Metadata;

namespace SalesforceJwt.Core.Apps;

/// <summary>One component of an external client app. A deploy replaces it whole, so what is changed was read before.</summary>
internal sealed class AppComponent
{
    private const string ParentName = "externalClientApplication";

    // Only in what is read, not in files.
    private const string FullName = "fullName";

    private static readonly XNamespace Namespace = MetadataReader.Namespace;

    private readonly XElement _content;

    private AppComponent(AppComponentType type, string name, XElement content)
    {
        Type = type;
        Name = name;
        _content = content;
    }

    public AppComponentType Type { get; }

    /// <summary>Its full name.</summary>
    public string Name { get; }

    /// <summary>The name of its app.</summary>
    public string AppName => Type == AppComponentType.App ? Name : this[ParentName] ?? string.Empty;

    /// <summary>Its file in a package.</summary>
    public string Path => $"{Type.Folder}/{Name}.{Type.Suffix}";

    /// <summary>The text of an element; null if it is not there. Null removes it.</summary>
    public string? this[string element]
    {
        get => (string?)_content.Element(Namespace + element);
        set
        {
            if (value is null)
            {
                _content.Elements(Namespace + element).Remove();
            }
            else
            {
                RequireXml(element, value);
                _content.SetElementValue(Namespace + element, value);
            }
        }
    }

    /// <summary>A new component of an app.</summary>
    /// <param name="name">Its name; null for the usual one.</param>
    public static AppComponent Create(AppComponentType type, string appName, string? name = null)
    {
        name ??= appName + type.NameSuffix;
        var component = new AppComponent(type, name, new XElement(Namespace + type.Name));
        if (type != AppComponentType.App)
        {
            component[ParentName] = appName;
            component["label"] = name;
        }

        return component;
    }

    /// <summary>A component as the org has it.</summary>
    public static AppComponent Of(AppComponentType type, XElement read)
    {
        var content = new XElement(Namespace + type.Name, read.Elements().Where(e => e.Name.LocalName != FullName));
        return new AppComponent(type, (string)read.Element(Namespace + FullName)!, content);
    }

    /// <summary>Whether an element says true.</summary>
    public bool Flag(string element) => string.Equals(this[element]?.Trim(), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>A copy to change.</summary>
    public AppComponent Copy() => new(Type, Name, new XElement(_content));

    /// <summary>Whether both say the same.</summary>
    public bool IsSameAs(AppComponent other) => XNode.DeepEquals(Sorted(), other.Sorted());

    /// <summary>Its file in a package.</summary>
    public byte[] ToFile() => Encoding.UTF8.GetBytes($"""<?xml version="1.0" encoding="UTF-8"?>{"\n"}{Sorted()}{"\n"}""");

    /// <summary>Checks that an API version has all its elements.</summary>
    /// <param name="version">The API version, such as 66.0.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ApiVersionInvalid"/>.</exception>
    public void RequireVersion(string version)
    {
        var number = (int)decimal.Parse(version, CultureInfo.InvariantCulture);
        foreach (var element in _content.Elements())
        {
            if (AppComponentType.FirstVersion(element.Name.LocalName) is var first && number < first)
            {
                throw new SfException(
                    SfErrorKind.ApiVersionInvalid,
                    $"API version {version} has no '{element.Name.LocalName}' of external client apps; {first}.0 and later have.",
                    new Advice("Use a later version.", NextStep.SetApiVersion, $"{first}.0"));
            }
        }
    }

    private static void RequireXml(string element, string value)
    {
        try
        {
            XmlConvert.VerifyXmlChars(value);
        }
        catch (XmlException e)
        {
            throw new SfException(
                SfErrorKind.RequestInvalid,
                $"The {element} of an app holds a character that XML cannot have: {e.Message}",
                "Remove control characters, such as those of colors.",
                e);
        }
    }

    // Metadata lists elements by name.
    private XElement Sorted() => new(
        _content.Name, _content.Elements().OrderBy(e => e.Name.LocalName, StringComparer.Ordinal).Select(e => new XElement(e)));
}
