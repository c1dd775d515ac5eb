namespace SalesforceJwt.Core.Describe;

/// <summary>What a name in a request was meant to be.</summary>
internal enum NameKind
{
    /// <summary>An object.</summary>
    Object,

    /// <summary>A field of an object.</summary>
    Field,

    /// <summary>A field by which records of an object can be upserted.</summary>
    ExternalId,

    /// <summary>The way from an object's record to one that it refers to.</summary>
    Relationship,

    /// <summary>The way from an object's record to those that refer to it.</summary>
    ChildRelationship,
}
