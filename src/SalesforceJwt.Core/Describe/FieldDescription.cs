namespace SalesforceJwt.Core.Describe;

/// <summary>A field of an object.</summary>
internal sealed record FieldDescription
{
    /// <summary>API name, such as <c>Total__c</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What people call it.</summary>
    public string? Label { get; init; }

    /// <summary><c>string</c>, <c>picklist</c>, <c>reference</c>, <c>datetime</c>, …</summary>
    public required string Type { get; init; }

    /// <summary>The most characters of a text; 0 where it is no text.</summary>
    public int Length { get; init; }

    /// <summary>Digits of a number, those after the point included.</summary>
    public int Precision { get; init; }

    /// <summary>Digits after the point.</summary>
    public int Scale { get; init; }

    /// <summary>Whether the org made it.</summary>
    public bool IsCustom { get; init; }

    /// <summary>Whether a new record needs a value for it: it may not be empty, and Salesforce fills in none.</summary>
    public bool IsRequired => IsCreateable && !IsNillable && !IsDefaultedOnCreate;

    /// <summary>Whether it may be empty.</summary>
    public bool IsNillable { get; init; }

    /// <summary>Whether Salesforce fills it in where a new record says nothing.</summary>
    public bool IsDefaultedOnCreate { get; init; }

    /// <summary>Whether this user may set it in new records.</summary>
    public bool IsCreateable { get; init; }

    /// <summary>Whether this user may change it.</summary>
    public bool IsUpdateable { get; init; }

    /// <summary>Whether no two records may have the same value.</summary>
    public bool IsUnique { get; init; }

    /// <summary>Whether records can be upserted by it.</summary>
    public bool IsExternalId { get; init; }

    /// <summary>Whether records can be found by it in upserts: external ids, the id, and some others.</summary>
    public bool IsIdLookup { get; init; }

    /// <summary>Whether it is the record's name.</summary>
    public bool IsNameField { get; init; }

    /// <summary>Whether it is a formula.</summary>
    public bool IsCalculated { get; init; }

    /// <summary>Whether <c>WHERE</c> takes it.</summary>
    public bool IsFilterable { get; init; }

    /// <summary>Whether <c>ORDER BY</c> takes it.</summary>
    public bool IsSortable { get; init; }

    /// <summary>Whether <c>GROUP BY</c> takes it.</summary>
    public bool IsGroupable { get; init; }

    /// <summary>The objects to which it refers; empty where it refers to none.</summary>
    public IReadOnlyList<string> ReferenceTo { get; init; } = [];

    /// <summary>The way to the record it refers to in SOQL, such as <c>Owner</c>; null where it refers to none.</summary>
    public string? RelationshipName { get; init; }

    /// <summary>What a picklist offers, with what it offers no longer.</summary>
    public IReadOnlyList<PicklistValue> PicklistValues { get; init; } = [];

    /// <summary>Whether a picklist takes no other values.</summary>
    public bool IsRestrictedPicklist { get; init; }

    /// <summary>The field on which a picklist's values depend; null for none.</summary>
    public string? ControllerName { get; init; }

    /// <summary>The help text that people see beside it.</summary>
    public string? HelpText { get; init; }
}
