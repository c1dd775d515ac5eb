using SalesforceJwt.Core.Describe;

namespace SalesforceJwt.PS.Models;

/// <summary>All about one object of the org: its fields, and which other objects refer to it.</summary>
public sealed class SfObject : SfObjectInfo
{
    internal SfObject(ObjectDescription description)
        : base(description)
    {
        Fields = [.. description.Fields.Select(f => new SfField(description.Name, f))];
        ChildRelationships = [.. description.ChildRelationships.Select(c => new SfChildRelationship(c))];
    }

    /// <summary>Its fields, in the org's order. Those of type <c>reference</c> lead to other objects.</summary>
    public SfField[] Fields { get; }

    /// <summary>Which other objects' records refer to its records.</summary>
    public SfChildRelationship[] ChildRelationships { get; }
}
