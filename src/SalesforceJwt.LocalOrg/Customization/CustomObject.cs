namespace SalesforceJwt.LocalOrg;

/// <summary>
/// Body of <c>POST /_localorg/objects</c>, and an item of the file of <c>--objects</c>: a custom object, or custom fields for an object
/// that exists, standard ones included. Objects and fields appear in describe in the order in which they were added.
/// </summary>
/// <param name="Name">The API name; that of a new object ends with <c>__c</c>.</param>
/// <param name="Label">Label of a new object; by default, the name without <c>__c</c>.</param>
/// <param name="LabelPlural">Plural of the label; by default, with an s.</param>
/// <param name="NameFormat">
/// Makes the Name of records an auto number, such as <c>INV-{0000}</c>. Without: a text of up to 80 characters, by default the record's id.
/// </param>
/// <param name="Fields">The fields besides Id, Name, OwnerId and the system fields.</param>
public sealed record CustomObject(
    string Name,
    string? Label = null,
    string? LabelPlural = null,
    string? NameFormat = null,
    IReadOnlyList<CustomField>? Fields = null);
