using System.Globalization;
using System.Xml.Linq;

namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>A <c>package.xml</c> or <c>destructiveChanges.xml</c>: an API version, and names of components by type.</summary>
internal sealed record Manifest(int Version, IReadOnlyList<(string Type, string Member)> Members)
{
    private const int NewestVersion = 68;
    private const int OldestVersion = 31;
    private static readonly string[] Ignored = ["fullName", "apiAccessLevel", "description", "setupWeblink", "uninstallClass"];

    /// <summary>Reads a manifest.</summary>
    /// <param name="content">The file.</param>
    /// <param name="needsVersion">Whether it must name an API version.</param>
    /// <exception cref="MetadataException">It is not a manifest.</exception>
    public static Manifest Read(byte[] content, bool needsVersion)
    {
        var root = MetadataXml.Read(content, "Package");
        var members = new List<(string, string)>();
        int? version = null;
        foreach (var element in root.Elements())
        {
            switch (element.Name.Namespace == MetadataXml.Namespace ? element.Name.LocalName : "")
            {
                case "types":
                    members.AddRange(ReadTypes(element));
                    break;
                case "version":
                    version = ReadVersion(element);
                    break;
                case var name when Ignored.Contains(name):
                    break;
                default:
                    throw MetadataXml.Misplaced(element, "Package");
            }
        }

        return new Manifest(
            version ?? (needsVersion ? throw MetadataXml.At(root, "Required field is missing: version") : 0), members);
    }

    private static IEnumerable<(string Type, string Member)> ReadTypes(XElement types)
    {
        foreach (var element in types.Elements())
        {
            if (element.Name.Namespace != MetadataXml.Namespace || element.Name.LocalName is not ("members" or "name"))
            {
                throw MetadataXml.Misplaced(element, "PackageTypeMembers");
            }
        }

        var name = types.Element(MetadataXml.Namespace + "name")?.Value.Trim();
        return string.IsNullOrEmpty(name)
            ? throw MetadataXml.At(types, "Required field is missing: name")
            : types.Elements(MetadataXml.Namespace + "members").Select(member => (name, member.Value.Trim()));
    }

    private static int ReadVersion(XElement element) =>
        decimal.TryParse(element.Value.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var version)
        && version == decimal.Truncate(version)
        && version is >= OldestVersion and <= NewestVersion
            ? (int)version
            : throw MetadataXml.At(element, $"Invalid version specified: {element.Value.Trim()}");
}
