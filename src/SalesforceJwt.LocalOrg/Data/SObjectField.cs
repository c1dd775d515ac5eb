namespace SalesforceJwt.LocalOrg.Data;

/// <summary>A field of an object.</summary>
internal sealed record SObjectField(string Name, FieldType Type)
{
    private const int LongestFilterableText = 255;

    /// <summary>The label: the name with its words apart.</summary>
    public string Label { get; init; } = Name;

    /// <summary>Most characters of a text.</summary>
    public int Length { get; init; }

    /// <summary>Must be given when a record is created.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Set by the org alone.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Can be given on create, but not changed later.</summary>
    public bool IsCreateOnly { get; init; }

    /// <summary>Records can be found and upserted by it.</summary>
    public bool IsExternalId { get; init; }

    /// <summary>Whether it is the field that names a record.</summary>
    public bool IsNameField { get; init; }

    /// <summary>The object a reference points to.</summary>
    public string? ReferenceTo { get; init; }

    /// <summary>Name by which SOQL goes from the record to the one referred to.</summary>
    public string? RelationshipName { get; init; }

    /// <summary>Name by which SOQL goes from the record referred to back to those that refer to it.</summary>
    public string? ChildRelationshipName { get; init; }

    /// <summary>Values offered by a picklist; others are accepted too, as with Salesforce's unrestricted ones.</summary>
    public IReadOnlyList<string> PicklistValues { get; init; } = [];

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

    /// <summary>Whether it was added by the org's owner rather than by Salesforce.</summary>
    public bool IsCustom => Name.EndsWith("__c", StringComparison.Ordinal);

    /// <summary>Whether WHERE and ORDER BY may name it: all but files and long texts.</summary>
    public bool IsFilterable => Type != FieldType.Base64 && !(Type == FieldType.TextArea && Length > LongestFilterableText);

    /// <summary>Whether searches look into it.</summary>
    public bool IsSearchable => IsText && !IsId && Type is not (FieldType.Base64 or FieldType.Picklist);

    /// <summary>Whether GROUP BY may name it.</summary>
    public bool IsGroupable => IsFilterable && !IsDecimal && Type != FieldType.DateTime;
}
