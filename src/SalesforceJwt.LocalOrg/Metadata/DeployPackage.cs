namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>A package in a deploy's zip: the components to save, and those to delete before and after.</summary>
internal sealed class DeployPackage
{
    private const string Destructive = "destructiveChanges.xml";
    private const string DestructivePre = "destructiveChangesPre.xml";
    private const string DestructivePost = "destructiveChangesPost.xml";
    private static readonly string[] Manifests = [DeployArchive.ManifestName, Destructive, DestructivePre, DestructivePost];

    private DeployPackage(string folder, int version) => (Folder, Version) = (folder, version);

    /// <summary>What its file names begin with, if the zip has several packages.</summary>
    public string Folder { get; }

    /// <summary>The API version of <c>package.xml</c>.</summary>
    public int Version { get; }

    /// <summary>The components with their files, in the order in which they are saved.</summary>
    public List<Component> Components { get; private set; } = [];

    /// <summary>The components to delete, with the manifest that names them.</summary>
    public List<(MetadataType Type, string Name, string Manifest)> DeletedBefore { get; } = [];

    public List<(MetadataType Type, string Name, string Manifest)> DeletedAfter { get; } = [];

    /// <summary>Errors that have nothing to do with the content of a component.</summary>
    public List<DeployMessage> Problems { get; } = [];

    /// <summary>The number of components, as <c>numberComponentsTotal</c> counts them.</summary>
    public int Count => Components.Count + DeletedBefore.Count + DeletedAfter.Count + Problems.Count;

    public IEnumerable<Component> Classes => Components.Where(component => component.Type.Name == MetadataTypes.ApexClass);

    /// <summary>Reads the packages of a zip. Errors in them are messages, as in Salesforce.</summary>
    /// <exception cref="MetadataException">A <c>package.xml</c> is missing or not valid.</exception>
    /// <exception cref="DeployException">The zip as a whole is not valid.</exception>
    public static IReadOnlyList<DeployPackage> Read(byte[] zip, DeployOptions options, MetadataOptions limits) =>
    [
        .. DeployArchive.Read(zip, options.SinglePackage, limits)
            .Select(package => Read(package.Folder, package.Files, options.AllowMissingFiles)),
    ];

    private static DeployPackage Read(string folder, IReadOnlyDictionary<string, byte[]> files, bool allowsMissing)
    {
        var manifest = Manifest.Read(files[DeployArchive.ManifestName], needsVersion: true);
        var package = new DeployPackage(folder, manifest.Version);
        package.ReadComponents(manifest, files, allowsMissing);
        package.ReadDeleted(files, DestructivePre, package.DeletedBefore);

        // Without a time, Salesforce deletes before it saves.
        package.ReadDeleted(files, Destructive, package.DeletedBefore);
        package.ReadDeleted(files, DestructivePost, package.DeletedAfter);
        return package;
    }

    private void ReadComponents(Manifest manifest, IReadOnlyDictionary<string, byte[]> files, bool allowsMissing)
    {
        var listed = new HashSet<string>(Manifests, StringComparer.Ordinal);
        foreach (var (typeName, member) in manifest.Members.Distinct())
        {
            if (FindType(typeName, member, DeployArchive.ManifestName) is not { } type)
            {
                continue;
            }

            var names = member != "*" ? [member] : files.Keys.Select(type.NameOf).OfType<string>().Distinct();
            foreach (var name in names)
            {
                listed.Add(type.FileOf(name));
                listed.Add(type.FileOf(name) + MetadataTypes.MetaSuffix);
                AddComponent(type, name, files, allowsMissing);
            }
        }

        Components = [.. MetadataTypes.All.SelectMany(type => Components.Where(component => component.Type == type))];
        Problems.AddRange(files.Keys.Where(path => !listed.Contains(path)).Order(StringComparer.Ordinal).Select(
            path => DeployMessage.Failure("", path, path, new MetadataException("Not in package.xml"))));
    }

    private void AddComponent(MetadataType type, string name, IReadOnlyDictionary<string, byte[]> files, bool allowsMissing)
    {
        var path = type.FileOf(name);
        if (files.TryGetValue(path, out var content))
        {
            Components.Add(new Component(type, name, content, type.HasContentFile
                ? files.GetValueOrDefault(path + MetadataTypes.MetaSuffix)
                : content));
        }
        else
        {
            Problems.Add(new DeployMessage(type.Name, name, DeployArchive.ManifestName)
            {
                Problem = $"An object '{name}' of type {type.Name} was named in package.xml, but was not found in zipped directory",
                IsWarning = allowsMissing,
                IsFailure = !allowsMissing,
            });
        }
    }

    private void ReadDeleted(IReadOnlyDictionary<string, byte[]> files, string name, List<(MetadataType, string, string)> deleted)
    {
        if (!files.TryGetValue(name, out var content))
        {
            return;
        }

        try
        {
            foreach (var (typeName, member) in Manifest.Read(content, needsVersion: false).Members)
            {
                if (member == "*")
                {
                    throw new MetadataException("Wildcards are not supported in destructive changes");
                }

                if (FindType(typeName, member, name) is { } type)
                {
                    deleted.Add((type, member, name));
                }
            }
        }
        catch (MetadataException error)
        {
            Problems.Add(DeployMessage.Failure("", name, name, error));
        }
    }

    private MetadataType? FindType(string typeName, string member, string manifest)
    {
        try
        {
            return MetadataTypes.Find(typeName, Version);
        }
        catch (MetadataException error)
        {
            Problems.Add(DeployMessage.Failure(typeName, member, manifest, error));
            return null;
        }
    }
}
