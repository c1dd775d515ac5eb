namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>An element that a metadata type has in some API versions.</summary>
internal sealed record MetadataElement(string Name, ElementKind Kind = ElementKind.Text)
{
    private const int Always = 0;

    /// <summary>The first API version that has it.</summary>
    public int Since { get; init; } = Always;

    /// <summary>The last API version that has it.</summary>
    public int Until { get; init; } = int.MaxValue;

    public bool IsRequired { get; init; }

    /// <summary>The value of a component without it; null for none.</summary>
    public string? Standard { get; init; }

    /// <summary>Whether it can be repeated.</summary>
    public bool IsMany { get; init; }

    /// <summary>The name of the type of a group or choice.</summary>
    public string TypeName { get; init; } = "";

    /// <summary>The values of a choice.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The elements of a group.</summary>
    public IReadOnlyList<MetadataElement> Children { get; init; } = [];

    public bool IsIn(int version) => version >= Since && version <= Until;
}
