namespace SalesforceJwt.Model;

/// <summary>A relationship by which records of another object refer to records of this one.</summary>
public sealed class SfChildRelationship
{
    internal SfChildRelationship(string? name, string childObject, string field)
    {
        Name = name;
        ChildObject = childObject;
        Field = field;
    }

    /// <summary>Its name in a child query, such as <c>Contacts</c>; empty where SOQL has none for it.</summary>
    public string? Name { get; }

    /// <summary>The object whose records refer.</summary>
    public string ChildObject { get; }

    /// <summary>The field of the child object that refers.</summary>
    public string Field { get; }

    /// <summary>Whether children are deleted with their parent.</summary>
    public bool IsCascadeDelete { get; internal init; }

    /// <summary>Child object and field.</summary>
    public override string ToString() => $"{ChildObject}.{Field}";

    /// <inheritdoc cref="SfObjectInfo.Copy"/>
    internal SfChildRelationship Copy() => (SfChildRelationship)MemberwiseClone();
}
