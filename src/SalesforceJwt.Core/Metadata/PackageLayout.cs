namespace SalesforceJwt.Core.Metadata;

/// <summary>The paths of the files of a package: checked one by one, counted, and searched for the manifest package.xml.</summary>
/// <param name="source">The folder or zip, for messages.</param>
internal sealed class PackageLayout(string source)
{
    private const string Manifest = "package.xml";

    // Salesforce treats names that differ only in case as one component.
    private readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Number of files.</summary>
    public int Count => _names.Count;

    /// <summary>Whether package.xml is at the root.</summary>
    public bool IsSinglePackage => _names.TryGetValue(Manifest, out var name) && name == Manifest;

    /// <summary>Whether package.xml is at the root, or in a folder at the root: then each of these folders is a package.</summary>
    public bool HasManifest => IsSinglePackage || _names.Values.Any(name => name.Split('/') is [_, Manifest]);

    /// <summary>Whether a file says what is deployed or deleted: package.xml, destructiveChanges.xml and its relatives.</summary>
    public static bool IsManifest(string name)
    {
        var path = name.Split('/');
        return path.Length <= 2
            && (path[^1] is Manifest or "destructiveChanges.xml" or "destructiveChangesPre.xml" or "destructiveChangesPost.xml");
    }

    /// <summary>Adds a file.</summary>
    /// <param name="name">Its path in the package.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.MetadataInvalid"/> or <see cref="SfErrorKind.FileTooLarge"/>.</exception>
    public void Add(string name)
    {
        RequirePath(name);
        if (!_names.TryAdd(name, name))
        {
            throw MetadataErrors.Invalid(
                source,
                _names[name] == name ? $"it holds '{name}' twice" : $"'{_names[name]}' and '{name}' differ in upper and lower case only",
                "Remove one of them: Salesforce treats them as the same.");
        }

        if (_names.Count > MetadataZip.MostFiles)
        {
            throw MetadataErrors.TooManyFiles(source);
        }
    }

    /// <summary>Checks the path of a file or folder.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.MetadataInvalid"/>.</exception>
    public void RequirePath(string name)
    {
        var path = name.TrimEnd('/').Split('/');
        var fault = name.Contains('\\', StringComparison.Ordinal) ? "a backslash, which is not a separator in a zip"
            : name.Any(char.IsControl) ? "a control character"
            : name.StartsWith('/') || path[0].Contains(':', StringComparison.Ordinal) ? "an absolute path"
            : path.Any(part => part is "." or "..") ? "a path out of its folder"
            : path.Any(part => part.Length == 0) ? "an empty name"
            : null;
        if (fault is not null)
        {
            throw MetadataErrors.Invalid(
                source, $"the name '{name}' in it is or has {fault}", "Make the zip again, with names such as classes/Invoice.cls.");
        }
    }

    /// <summary>Checks that package.xml is there.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.MetadataInvalid"/>.</exception>
    public void RequireManifest()
    {
        if (!HasManifest)
        {
            throw MetadataErrors.NoManifest(source);
        }
    }
}
