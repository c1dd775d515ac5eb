namespace SalesforceJwt.Core.Describe;

/// <summary>All about one object (REST API Developer Guide: "sObject Describe").</summary>
internal sealed record ObjectDescription : ObjectSummary
{
    /// <summary>Its fields, in the org's order.</summary>
    public required IReadOnlyList<FieldDescription> Fields { get; init; }

    /// <summary>Which other objects' records refer to its records.</summary>
    public required IReadOnlyList<ChildRelationship> ChildRelationships { get; init; }

    /// <summary>The fields that a misspelt name was probably meant to be, three at most; empty where none is near.</summary>
    /// <param name="name">The name.</param>
    public IReadOnlyList<string> NearestFields(string name)
    {
        return NearestNames.Find(name, Fields.Select(f => (f.Name, f.Label)));
    }
}
