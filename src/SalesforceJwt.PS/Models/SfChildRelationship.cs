using SalesforceJwt.Core.Describe;

namespace SalesforceJwt.PS.Models;

/// <summary>Records of another object that refer to records of this one.</summary>
public sealed class SfChildRelationship
{
    internal SfChildRelationship(ChildRelationship child)
    {
        Name = child.Name;
        ChildObject = child.ChildObject;
        Field = child.Field;
        IsCascadeDelete = child.IsCascadeDelete;
    }

    /// <summary>Its name in a child query, such as <c>Contacts</c>; empty where SOQL has none for it.</summary>
    public string? Name { get; }

    /// <summary>The object whose records refer.</summary>
    public string ChildObject { get; }

    /// <summary>The field of it that refers.</summary>
    public string Field { get; }

    /// <summary>Whether children go with their parent.</summary>
    public bool IsCascadeDelete { get; }

    /// <summary>Where the reference comes from.</summary>
    public override string ToString() => $"{ChildObject}.{Field}";
}
