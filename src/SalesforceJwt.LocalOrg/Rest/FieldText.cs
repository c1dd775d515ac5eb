using System.Globalization;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Parses field values from text in JSON and CSV.</summary>
internal static class FieldText
{
    /// <summary>Parses a value; false if the text is not of the field's type.</summary>
    /// <exception cref="ApiException">
    /// The value cannot be saved: it is too long, no e-mail address, not in the picklist, or refers to no record.
    /// </exception>
    public static bool TryParse(SObjectField field, string text, RecordStore store, out object? value)
    {
        value = field switch
        {
            { IsText: true } when text.Length == 0 => null,
            { Type: FieldType.Reference } => Reference(field, text, store),
            { IsText: true, Length: > 0 } when text.Length > field.Length => throw ApiException.BadRequest(
                "STRING_TOO_LONG", $"{field.Label}: data value too large: {text} (max length={field.Length})", field.Name),
            { Type: FieldType.Email } when !EmailAddress.IsValid(text) => throw ApiException.BadRequest(
                "INVALID_EMAIL_ADDRESS", $"{field.Label}: invalid email address: {text}", field.Name),
            { IsRestricted: true } => PicklistValue(field, text),
            { IsText: true } => text,
            // Salesforce parses numbers and booleans from text as well.
            { IsDecimal: true } when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            { Type: FieldType.Int } when int.TryParse(
                text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            { Type: FieldType.Boolean } when bool.TryParse(text, out var truth) => truth,
            { Type: FieldType.Date } when TryParseDate(text, out var date) => date,
            { Type: FieldType.DateTime } when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time) => time,
            _ => DBNull.Value,
        };
        return value is not DBNull;
    }

    // Salesforce ignores case, and stores the value as the picklist has it.
    private static string PicklistValue(SObjectField field, string text) =>
        field.PicklistValues.FirstOrDefault(value => value.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? throw ApiException.BadRequest(
                "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                $"{field.Label}: bad value for restricted picklist field: {text}",
                field.Name);

    private static bool TryParseDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    private static string Reference(SObjectField field, string id, RecordStore store)
    {
        var target = store.Schema.FindById(id);
        if (target is null || !(field.RefersToAnyRecord
            ? target.CanHaveFiles
            : target.Name == field.ReferenceTo || field.AlsoReferencesTo.Contains(target.Name)))
        {
            throw ApiException.BadRequest("MALFORMED_ID", $"{field.Label}: id value of incorrect type: {id}", field.Name);
        }

        return store.Find(target, id) switch
        {
            null => throw ApiException.BadRequest("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"),
            { IsDeleted: true } => throw ApiException.BadRequest("ENTITY_IS_DELETED", "entity is deleted"),
            var record => record.Id,
        };
    }
}
