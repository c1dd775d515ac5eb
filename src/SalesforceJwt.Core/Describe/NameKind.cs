namespace SalesforceJwt.Core.Describe;

/// <summary>What an unknown name was meant to be.</summary>
internal enum NameKind
{
    /// <summary>An object.</summary>
    Object,

    /// <summary>A field of an object.</summary>
    Field,

    /// <summary>A field by which records of an object can be upserted.</summary>
    ExternalId,

    /// <summary>A relationship of an object to its parent.</summary>
    Relationship,

    /// <summary>A relationship of an object to its children.</summary>
    ChildRelationship,
}
