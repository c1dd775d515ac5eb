namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>A metadata type: where its files are, and which elements they have.</summary>
internal sealed record MetadataType(string Name, string Folder, string Suffix, int Since, IReadOnlyList<MetadataElement> Elements)
{
    /// <summary>The root element of its files.</summary>
    public string Root { get; init; } = Name;

    /// <summary>Whether a component has a content file, and its elements in a file beside it that ends in <c>-meta.xml</c>.</summary>
    public bool HasContentFile { get; init; }

    public string FileOf(string fullName) => $"{Folder}/{fullName}.{Suffix}";

    /// <summary>The component that a file belongs to; null if it is not of this type.</summary>
    public string? NameOf(string path)
    {
        var name = HasContentFile && path.EndsWith(MetadataTypes.MetaSuffix, StringComparison.Ordinal)
            ? path[..^MetadataTypes.MetaSuffix.Length]
            : path;
        return name.StartsWith(Folder + "/", StringComparison.Ordinal) && name.EndsWith("." + Suffix, StringComparison.Ordinal)
            ? name[(Folder.Length + 1)..^(Suffix.Length + 1)]
            : null;
    }
}
