namespace SalesforceJwt.LocalOrg.Data;

/// <summary>Makes the fields of standard objects.</summary>
internal static class Fields
{
    /// <summary>Adds the fields that most objects have: the id before, the dates and users after the given ones.</summary>
    public static SObjectField[] WithSystemFields(params ReadOnlySpan<SObjectField> fields) =>
    [
        IdField,
        IsDeleted,
        .. fields,
        new("CreatedDate", FieldType.DateTime) { IsReadOnly = true },
        Reference("CreatedById", "User", "CreatedBy") with { IsReadOnly = true },
        new("LastModifiedDate", FieldType.DateTime) { IsReadOnly = true },
        Reference("LastModifiedById", "User", "LastModifiedBy") with { IsReadOnly = true },
        SystemModstamp,
    ];

    /// <summary>Setup objects have no recycle bin.</summary>
    public static SObjectField[] WithoutIsDeleted(this SObjectField[] fields) => Array.FindAll(fields, field => field != IsDeleted);

    public static SObjectField IdField { get; } = new("Id", FieldType.Id) { IsReadOnly = true, Length = 18 };

    public static SObjectField IsDeleted { get; } = new("IsDeleted", FieldType.Boolean) { IsReadOnly = true, Label = "Deleted" };

    public static SObjectField SystemModstamp { get; } = new("SystemModstamp", FieldType.DateTime) { IsReadOnly = true };

    public static SObjectField Text(string name, int length) => new(name, FieldType.String) { Length = length };

    public static SObjectField Pick(string name, params string[] values) =>
        new(name, FieldType.Picklist) { Length = 255, PicklistValues = values };

    public static SObjectField Reference(string name, string target, string relationshipName, string? childRelationshipName = null) =>
        new(name, FieldType.Reference)
        {
            Length = 18,
            ReferenceTo = target,
            RelationshipName = relationshipName,
            ChildRelationshipName = childRelationshipName,
        };
}
