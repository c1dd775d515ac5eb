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
    public SfField[] Fields { get; internal set; } = [];

    /// <summary>The relationships by which records of other objects refer to its records.</summary>
    public SfChildRelationship[] ChildRelationships { get; internal set; } = [];

    internal override SfObject Copy()
    {
        var copy = (SfObject)base.Copy();
        copy.Fields = [.. Fields.Select(f => f.Copy())];
        copy.ChildRelationships = [.. ChildRelationships.Select(c => c.Copy())];
        return copy;
    }
}
