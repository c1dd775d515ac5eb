namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>A component of a deploy.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Name">Its full name.</param>
/// <param name="Content">Its file.</param>
/// <param name="Elements">The file with its elements; null if it is missing.</param>
internal sealed record Component(MetadataType Type, string Name, byte[] Content, byte[]? Elements)
{
    public string FileName => Type.FileOf(Name);

    /// <exception cref="MetadataException">The file is missing, or not valid for the type.</exception>
    public MetadataDocument Read(int version) => Elements is null
        ? throw new MetadataException($"{FileName}{MetadataTypes.MetaSuffix} was not found in zipped directory")
        : MetadataDocument.Read(Elements, Type, version);
}
