using SalesforceJwt.Core.Describe;

namespace SalesforceJwt.PS.Models;

/// <summary>A field of an object.</summary>
public sealed class SfField
{
    internal SfField(string objectName, FieldDescription field)
    {
        ObjectName = objectName;
        Name = field.Name;
        Label = field.Label;
        Type = field.Type;
        Length = field.Length;
        Precision = field.Precision;
        Scale = field.Scale;
        IsCustom = field.IsCustom;
        IsRequired = field.IsRequired;
        IsNillable = field.IsNillable;
        IsCreateable = field.IsCreateable;
        IsUpdateable = field.IsUpdateable;
        IsUnique = field.IsUnique;
        IsExternalId = field.IsExternalId;
        IsNameField = field.IsNameField;
        IsCalculated = field.IsCalculated;
        IsFilterable = field.IsFilterable;
        IsSortable = field.IsSortable;
        IsGroupable = field.IsGroupable;
        ReferenceTo = [.. field.ReferenceTo];
        RelationshipName = field.RelationshipName;
        PicklistValues = [.. field.PicklistValues.Select(v => new SfPicklistValue(v))];
        IsRestrictedPicklist = field.IsRestrictedPicklist;
        ControllerName = field.ControllerName;
        HelpText = field.HelpText;
    }

    /// <summary>The object it belongs to.</summary>
    public string ObjectName { get; }

    /// <summary>API name, such as <c>Total__c</c>.</summary>
    public string Name { get; }

    /// <summary>What people call it.</summary>
    public string? Label { get; }

    /// <summary><c>string</c>, <c>picklist</c>, <c>reference</c>, <c>datetime</c>, …</summary>
    public string Type { get; }

    /// <summary>The most characters of a text; 0 where it is no text.</summary>
    public int Length { get; }

    /// <summary>Digits of a number, those after the point included.</summary>
    public int Precision { get; }

    /// <summary>Digits after the point.</summary>
    public int Scale { get; }

    /// <summary>Whether the org made it.</summary>
    public bool IsCustom { get; }

    /// <summary>Whether a new record needs a value for it: it may not be empty, and Salesforce fills in none.</summary>
    public bool IsRequired { get; }

    /// <summary>Whether it may be empty.</summary>
    public bool IsNillable { get; }

    /// <summary>Whether this user may set it in new records.</summary>
    public bool IsCreateable { get; }

    /// <summary>Whether this user may change it.</summary>
    public bool IsUpdateable { get; }

    /// <summary>Whether no two records may have the same value.</summary>
    public bool IsUnique { get; }

    /// <summary>Whether records can be upserted by it.</summary>
    public bool IsExternalId { get; }

    /// <summary>Whether it is the record's name.</summary>
    public bool IsNameField { get; }

    /// <summary>Whether it is a formula.</summary>
    public bool IsCalculated { get; }

    /// <summary>Whether <c>WHERE</c> takes it.</summary>
    public bool IsFilterable { get; }

    /// <summary>Whether <c>ORDER BY</c> takes it.</summary>
    public bool IsSortable { get; }

    /// <summary>Whether <c>GROUP BY</c> takes it.</summary>
    public bool IsGroupable { get; }

    /// <summary>The objects to which it refers; empty where it refers to none.</summary>
    public string[] ReferenceTo { get; }

    /// <summary>The way to the record it refers to in SOQL, such as <c>Owner</c>.</summary>
    public string? RelationshipName { get; }

    /// <summary>What a picklist offers, with what it offers no longer.</summary>
    public SfPicklistValue[] PicklistValues { get; }

    /// <summary>Whether a picklist takes no other values.</summary>
    public bool IsRestrictedPicklist { get; }

    /// <summary>The field on which a picklist's values depend.</summary>
    public string? ControllerName { get; }

    /// <summary>The help text that people see beside it.</summary>
    public string? HelpText { get; }

    /// <summary>The API name.</summary>
    public override string ToString() => Name;
}
