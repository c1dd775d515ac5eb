namespace SalesforceJwt.Core.Metadata;

/// <summary>A file of a package.</summary>
/// <param name="Name">Its path in the package, with slashes.</param>
/// <param name="Path">Its full path.</param>
internal readonly record struct MetadataFile(string Name, string Path);
