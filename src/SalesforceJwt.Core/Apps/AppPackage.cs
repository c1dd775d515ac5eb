using System.Text;
using System.Xml.Linq;
using SalesforceJwt.Core.Metadata;

namespace SalesforceJwt.Core.Apps;

/// <summary>Packages of metadata with components of one app.</summary>
internal static class AppPackage
{
    private static readonly XNamespace Namespace = MetadataReader.Namespace;

    /// <summary>A package that deploys components.</summary>
    public static MetadataZip Of(string appName, IReadOnlyList<AppComponent> components, string version)
    {
        var files = components.ToDictionary(c => c.Path, c => c.ToFile());
        files["package.xml"] = Manifest(components.Select(c => (c.Type.Name, c.Name)), version);
        return MetadataZip.FromFiles($"app {appName}", files);
    }

    /// <summary>A package that deletes an app, with all that belongs to it.</summary>
    public static MetadataZip Deleting(string appName, string version) => MetadataZip.FromFiles(
        $"app {appName}",
        new Dictionary<string, byte[]>
        {
            ["package.xml"] = Manifest([], version),
            ["destructiveChanges.xml"] = Manifest([(AppComponentType.App.Name, appName)], version: null),
        });

    private static byte[] Manifest(IEnumerable<(string Type, string Name)> components, string? version)
    {
        var package = new XElement(
            Namespace + "Package",
            components.GroupBy(c => c.Type).OrderBy(g => g.Key, StringComparer.Ordinal).Select(type => new XElement(
                Namespace + "types",
                type.Select(c => new XElement(Namespace + "members", c.Name)),
                new XElement(Namespace + "name", type.Key))),
            version is null ? null : new XElement(Namespace + "version", version));
        return Encoding.UTF8.GetBytes($"""<?xml version="1.0" encoding="UTF-8"?>{"\n"}{package}{"\n"}""");
    }
}
