namespace SalesforceJwt.Model;

/// <summary>A field of an object (REST API Developer Guide: "sObject Describe").</summary>
public sealed class SfField
{
    internal SfField(string objectName, string name, string type)
    {
        ObjectName = objectName;
        Name = name;
        Type = type;
    }

    /// <summary>The object it belongs to.</summary>
    public string ObjectName { get; }

    /// <summary>API name, such as <c>Total__c</c>.</summary>
    public string Name { get; }

    /// <summary>The field's label.</summary>
    public string? Label { get; internal init; }

    /// <summary><c>string</c>, <c>picklist</c>, <c>reference</c>, <c>datetime</c>, …</summary>
    public string Type { get; }

    /// <summary>Maximum length of a text in characters; 0 for other types.</summary>
    public int Length { get; internal init; }

    /// <summary>Maximum number of digits of a number, decimal places included.</summary>
    public int Precision { get; internal init; }

    /// <summary>Decimal places.</summary>
    public int Scale { get; internal init; }

    /// <summary>Whether it is a custom field.</summary>
    public bool IsCustom { get; internal init; }

    /// <summary>Whether a new record needs a value for it: it may not be empty, and has no default.</summary>
    public bool IsRequired => IsCreateable && !IsNillable && !IsDefaultedOnCreate;

    /// <summary>Whether it may be empty.</summary>
    public bool IsNillable { get; internal init; }

    /// <summary>Whether this user may set it in new records.</summary>
    public bool IsCreateable { get; internal init; }

    /// <summary>Whether this user may change it.</summary>
    public bool IsUpdateable { get; internal init; }

    /// <summary>Whether its values are unique.</summary>
    public bool IsUnique { get; internal init; }

    /// <summary>Whether it is an external id, by which records can be upserted.</summary>
    public bool IsExternalId { get; internal init; }

    /// <summary>Whether it is the record's name.</summary>
    public bool IsNameField { get; internal init; }

    /// <summary>Whether it is a formula.</summary>
    public bool IsCalculated { get; internal init; }

    /// <summary>The formula; empty where the user may not see it.</summary>
    public string? Formula { get; internal init; }

    /// <summary>The value, or the formula of it, that Salesforce gives to new records that have none.</summary>
    public string? DefaultValue { get; internal init; }

    /// <summary>Whether <c>WHERE</c> takes it.</summary>
    public bool IsFilterable { get; internal init; }

    /// <summary>Whether <c>ORDER BY</c> takes it.</summary>
    public bool IsSortable { get; internal init; }

    /// <summary>Whether <c>GROUP BY</c> takes it.</summary>
    public bool IsGroupable { get; internal init; }

    /// <summary>The objects to which it refers; empty where it refers to none.</summary>
    public SfList<string> ReferenceTo { get; internal init; } = new([]);

    /// <summary>The name of the parent relationship in SOQL, such as <c>Owner</c>.</summary>
    public string? RelationshipName { get; internal init; }

    /// <summary>The values of a picklist, inactive ones included.</summary>
    public SfList<SfPicklistValue> PicklistValues { get; internal set; } = new([]);

    /// <summary>Whether a picklist takes no other values.</summary>
    public bool IsRestrictedPicklist { get; internal init; }

    /// <summary>The field on which a picklist's values depend.</summary>
    public string? ControllerName { get; internal init; }

    /// <summary>The help text shown beside it in Salesforce.</summary>
    public string? HelpText { get; internal init; }

    /// <summary>Whether Salesforce sets a value where a new record has none.</summary>
    internal bool IsDefaultedOnCreate { get; init; }

    /// <summary>Whether an upsert can find records by it: external ids, the id, and some others.</summary>
    internal bool IsIdLookup { get; init; }

    /// <summary>Whether it has permissions of its own; fields without them come with the object.</summary>
    internal bool IsPermissionable { get; init; } = true;

    /// <summary>The API name.</summary>
    public override string ToString() => Name;

    /// <inheritdoc cref="SfObjectInfo.Copy"/>
    internal SfField Copy()
    {
        var copy = (SfField)MemberwiseClone();
        copy.PicklistValues = new(PicklistValues.Select(v => v.Copy()));
        return copy;
    }
}
