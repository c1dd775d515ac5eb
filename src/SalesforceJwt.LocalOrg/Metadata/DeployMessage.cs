namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>What became of one component of a deploy.</summary>
internal sealed record DeployMessage(string ComponentType, string FullName, string FileName)
{
    public string? Id { get; init; }

    public bool IsCreated { get; init; }

    public bool IsChanged { get; init; }

    public bool IsDeleted { get; init; }

    /// <summary>The error or warning; null for none.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether <see cref="Problem"/> is only a warning.</summary>
    public bool IsWarning { get; init; }

    public int Line { get; init; }

    public int Column { get; init; }

    /// <summary>Whether it is about <c>package.xml</c>.</summary>
    public bool IsOfManifest => FileName.Split('/')[^1] == DeployArchive.ManifestName;

    /// <summary>Whether the component failed. A warning fails it too, unless the deploy ignores warnings.</summary>
    public bool IsFailure { get; init; }

    public static DeployMessage Failure(string type, string fullName, string fileName, MetadataException error) => new(
        type, fullName, fileName)
    {
        Problem = error.Message,
        Line = error.Line,
        Column = error.Column,
        IsFailure = true,
    };
}
