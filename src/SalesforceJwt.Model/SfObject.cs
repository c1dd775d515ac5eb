namespace SalesforceJwt.Model;

/// <summary>
/// The description of one object of the org: its fields, and the relationships of other objects to it (REST API Developer Guide:
/// "sObject Describe").
/// </summary>
public sealed class SfObject : SfObjectInfo
{
    internal SfObject(string name)
        : base(name)
    {
    }

    /// <summary>Its fields, in the org's order. Those of type <c>reference</c> lead to other objects.</summary>
    public SfList<SfField> Fields { get; internal set; } = new([]);

    /// <summary>The relationships by which records of other objects refer to its records.</summary>
    public SfList<SfChildRelationship> ChildRelationships { get; internal set; } = new([]);

    internal override SfObject Copy()
    {
        var copy = (SfObject)base.Copy();
        copy.Fields = new(Fields.Select(f => f.Copy()));
        copy.ChildRelationships = new(ChildRelationships.Select(c => c.Copy()));
        return copy;
    }
}
