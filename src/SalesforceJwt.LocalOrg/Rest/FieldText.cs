using System.Globalization;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Reads values of fields from text, as JSON and CSV bring them.</summary>
internal static class FieldText
{
    /// <summary>Reads a value; false if the text is none of the field's type.</summary>
    /// <exception cref="ApiException">It is one, but cannot be saved: too long, or a reference to nothing.</exception>
    public static bool TryParse(SObjectField field, string text, RecordStore store, out object? value)
    {
        value = field switch
        {
            { IsText: true } when text.Length == 0 => null,
            { Type: FieldType.Reference } => Reference(field, text, store),
            { IsText: true, Length: > 0 } when text.Length > field.Length => throw ApiException.BadRequest(
                "STRING_TOO_LONG", $"{field.Label}: data value too large: {text} (max length={field.Length})", field.Name),
            { IsText: true } => text,
            // Salesforce reads numbers and truth values from text as well.
            { IsDecimal: true } when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            { Type: FieldType.Int } when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            { Type: FieldType.Boolean } when bool.TryParse(text, out var truth) => truth,
            { Type: FieldType.Date } when TryParseDate(text, out var date) => date,
            { Type: FieldType.DateTime } when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time) => time,
            _ => DBNull.Value,
        };
        return value is not DBNull;
    }

    private static bool TryParseDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    private static string Reference(SObjectField field, string id, RecordStore store)
    {
        var target = Schema.Find(field.ReferenceTo!)!;
        if (!SalesforceId.IsValid(id) || !id.StartsWith(target.KeyPrefix, StringComparison.Ordinal))
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
