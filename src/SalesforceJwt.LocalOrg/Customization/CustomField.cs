namespace SalesforceJwt.LocalOrg;

/// <summary>A custom field. Its members are named as in describe.</summary>
/// <param name="Name">The API name, which ends with <c>__c</c>.</param>
/// <param name="Type">The type.</param>
/// <param name="Label">The label; by default, the name without <c>__c</c>.</param>
/// <param name="Length">Longest text, in characters; 255 by default. A text area of more cannot be filtered.</param>
/// <param name="Required">Whether records must have a value.</param>
/// <param name="Unique">Whether no two records may have the same value; for texts and e-mail addresses.</param>
/// <param name="ExternalId">Whether records can be upserted by it; for texts and e-mail addresses.</param>
/// <param name="PicklistValues">The values of a picklist.</param>
/// <param name="RestrictedPicklist">Whether a picklist accepts only these, as Setup suggests; true by default.</param>
/// <param name="ReferenceTo">The object that a reference refers to.</param>
/// <param name="ChildRelationshipName">
/// Name for child queries of a reference, which ends with <c>__r</c>; by default, the plural label of the field's object.
/// </param>
public sealed record CustomField(
    string Name,
    CustomFieldType Type,
    string? Label = null,
    int? Length = null,
    bool Required = false,
    bool Unique = false,
    bool ExternalId = false,
    IReadOnlyList<string>? PicklistValues = null,
    bool? RestrictedPicklist = null,
    string? ReferenceTo = null,
    string? ChildRelationshipName = null);
