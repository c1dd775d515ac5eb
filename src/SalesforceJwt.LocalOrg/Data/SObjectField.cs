namespace SalesforceJwt.LocalOrg.Data;

/// <summary>A field of an object.</summary>
internal sealed record SObjectField(string Name, FieldType Type)
{
    private const int LongestFilterableText = 255;

    /// <summary>The label; the name by default.</summary>
    public string Label { get; init; } = Name;

    /// <summary>Maximum length of a text, in characters.</summary>
    public int Length { get; init; }

    /// <summary>Must be given when a record is created.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Set by the org only.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Can be set on create, but not changed later.</summary>
    public bool IsCreateOnly { get; init; }

    /// <summary>Whether it is an external id, by which records can be found and upserted.</summary>
    public bool IsExternalId { get; init; }

    /// <summary>Whether it is a standard field by which a parent can be named, as by an external id.</summary>
    public bool IsIdLookup { get; init; }

    /// <summary>Whether it is the object's name field.</summary>
    public bool IsNameField { get; init; }

    /// <summary>Whether no two records may have the same value.</summary>
    public bool IsUnique { get; init; }

    /// <summary>Whether a Boolean is true unless another value is given.</summary>
    public bool IsTrueByDefault { get; init; }

    /// <summary>Whether the org numbers records by it.</summary>
    public bool IsAutoNumber { get; init; }

    /// <summary>The target object of a reference; null if it refers to any record.</summary>
    public string? ReferenceTo { get; init; }

    /// <summary>Whether a reference can refer to a record of any object that can have files.</summary>
    public bool RefersToAnyRecord { get; init; }

    /// <summary>Other target objects of a polymorphic reference; the org need not have them.</summary>
    public IReadOnlyList<string> AlsoReferencesTo { get; init; } = [];

    /// <summary>Whether the target can be of several objects.</summary>
    public bool IsPolymorphic => RefersToAnyRecord || AlsoReferencesTo.Count > 0;

    /// <summary>Relationship name from the record to its parent, in SOQL.</summary>
    public string? RelationshipName { get; init; }

    /// <summary>Relationship name from the parent to its child records, in SOQL.</summary>
    public string? ChildRelationshipName { get; init; }

    /// <summary>Values of a picklist; others are accepted too unless it is restricted, as in Salesforce.</summary>
    public IReadOnlyList<string> PicklistValues { get; init; } = [];

    /// <summary>Whether a picklist accepts its own values only. Most of Salesforce's standard picklists accept all.</summary>
    public bool IsRestricted { get; init; }

    /// <summary>Whether values are text.</summary>
    public bool IsText => Type is FieldType.Id or FieldType.String or FieldType.TextArea or FieldType.Email or FieldType.Phone
        or FieldType.Url or FieldType.Picklist or FieldType.Reference or FieldType.Base64;

    /// <summary>The type as describe names it.</summary>
    public string TypeName => Type.ToString().ToLowerInvariant();

    /// <summary>Whether values are ids.</summary>
    public bool IsId => Type is FieldType.Id or FieldType.Reference;

    /// <summary>Whether values are decimal numbers.</summary>
    public bool IsDecimal => Type is FieldType.Double or FieldType.Currency or FieldType.Percent;

    /// <summary>Whether values are numbers.</summary>
    public bool IsNumber => IsDecimal || Type == FieldType.Int;

    /// <summary>Whether it is a custom field.</summary>
    public bool IsCustom => Name.EndsWith("__c", StringComparison.Ordinal);

    /// <summary>Whether WHERE and ORDER BY allow it: all fields but files and long texts.</summary>
    public bool IsFilterable => Type != FieldType.Base64 && !(Type == FieldType.TextArea && Length > LongestFilterableText);

    /// <summary>Whether WHERE does not allow it, while ORDER BY and GROUP BY do.</summary>
    public bool CannotFilter { get; init; }

    /// <summary>Whether SOSL searches it.</summary>
    public bool IsSearchable => IsText && !IsId && Type is not (FieldType.Base64 or FieldType.Picklist);

    /// <summary>Whether GROUP BY allows it.</summary>
    public bool IsGroupable => IsFilterable && !IsDecimal && Type != FieldType.DateTime;
}
