using System.Text.Json;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>The field values of a record to be saved, read from JSON and checked.</summary>
internal sealed class RecordInput
{
    private readonly SObjectType _type;
    private readonly Dictionary<SObjectField, object?> _values;

    private RecordInput(SObjectType type, Dictionary<SObjectField, object?> values)
    {
        _type = type;
        _values = values;
    }

    /// <summary>Reads the JSON of a record.</summary>
    /// <param name="type">The object.</param>
    /// <param name="json">A JSON object; its <c>attributes</c> are ignored, as Salesforce does.</param>
    /// <param name="creating">Whether the record is created rather than updated.</param>
    /// <param name="store">Where references are looked up.</param>
    /// <param name="except">A field to ignore: the id or key that identifies the record.</param>
    /// <exception cref="ApiException">A field is unknown, not writable, missing or of the wrong type.</exception>
    public static RecordInput Read(SObjectType type, JsonElement json, bool creating, RecordStore store, SObjectField? except = null)
    {
        var values = new Dictionary<SObjectField, object?>();
        foreach (var property in json.EnumerateObject().Where(property => property.Name != "attributes"))
        {
            if (type.Find(property.Name) is { } field)
            {
                if (field != except)
                {
                    CheckWritable(field, creating);
                    values[field] = Value(field, property.Value, store);
                }
            }
            else if (property.Value.ValueKind == JsonValueKind.Object && type.FindRelationship(property.Name) is { } reference)
            {
                CheckWritable(reference, creating);
                CheckNamedOnce(reference, json);
                values[reference] = ForeignKey.Read(reference, property.Value, store.Schema).Resolve(store);
            }
            else
            {
                throw ApiException.BadRequest("INVALID_FIELD", $"No such column '{property.Name}' on sobject of type {type.Name}");
            }
        }

        CheckRequired(type, values, creating);
        return new RecordInput(type, values);
    }

    /// <summary>Checks values that were read before.</summary>
    /// <exception cref="ApiException">A field is not writable, or missing.</exception>
    public static RecordInput Of(SObjectType type, Dictionary<SObjectField, object?> values, bool creating)
    {
        foreach (var field in values.Keys)
        {
            CheckWritable(field, creating);
        }

        CheckRequired(type, values, creating);
        return new RecordInput(type, values);
    }

    /// <summary>Reads values of any fields, also those that clients cannot write.</summary>
    /// <exception cref="ApiException">A field is unknown, or its value of the wrong type.</exception>
    public static RecordInput ReadUnchecked(SObjectType type, JsonElement json, RecordStore store)
    {
        var values = new Dictionary<SObjectField, object?>();
        foreach (var property in json.EnumerateObject())
        {
            var field = type.Find(property.Name)
                ?? throw ApiException.BadRequest("INVALID_FIELD", $"No such column '{property.Name}' on sobject of type {type.Name}");
            values[field] = Value(field, property.Value, store);
        }

        return new RecordInput(type, values);
    }

    /// <summary>Sets the values in a record.</summary>
    public void ApplyTo(Record record)
    {
        foreach (var (field, value) in _values)
        {
            record[field.Name] = value;
        }
    }

    /// <summary>The value given for a field; null if there is none.</summary>
    public object? Get(string fieldName) => _values.GetValueOrDefault(_type.Find(fieldName)!);

    private static void CheckWritable(SObjectField field, bool creating)
    {
        if (field.Type == FieldType.Id && !creating)
        {
            throw ApiException.BadRequest("INVALID_FIELD", "The Id field should not be specified in the sobject data.");
        }

        if (field.IsReadOnly || (field.IsCreateOnly && !creating))
        {
            throw ApiException.BadRequest(
                "INVALID_FIELD_FOR_INSERT_UPDATE",
                $"Unable to create/update fields: {field.Name}. Please check the security settings of this field and verify that it is "
                + "read/write for your profile or permission set.",
                field.Name);
        }
    }

    private static void CheckNamedOnce(SObjectField reference, JsonElement json)
    {
        if (json.EnumerateObject().Any(property => property.Name.Equals(reference.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw ApiException.BadRequest(
                "INVALID_FIELD",
                $"Cannot specify both an external ID reference {reference.RelationshipName} and a salesforce id, {reference.Name}",
                reference.Name);
        }
    }

    private static void CheckRequired(SObjectType type, Dictionary<SObjectField, object?> values, bool creating)
    {
        var missing = type.Fields
            .Where(field => field.IsRequired && (values.TryGetValue(field, out var value) ? value is null or "" : creating))
            .Select(field => field.Name)
            .ToArray();
        if (missing.Length > 0)
        {
            throw ApiException.BadRequest(
                "REQUIRED_FIELD_MISSING", $"Required fields are missing: [{string.Join(", ", missing)}]", missing);
        }
    }

    private static object? Value(SObjectField field, JsonElement json, RecordStore store) => json.ValueKind switch
    {
        JsonValueKind.Null => field.Type == FieldType.Boolean ? false : null,
        JsonValueKind.True or JsonValueKind.False when field.Type == FieldType.Boolean => json.GetBoolean(),
        JsonValueKind.Number when field.IsDecimal && json.TryGetDecimal(out var number) => number,
        JsonValueKind.Number when field.Type == FieldType.Int && json.TryGetInt32(out var number) => number,
        JsonValueKind.String => TextValue(field, json.GetString()!, store),
        _ => throw WrongType(field, json),
    };

    private static object? TextValue(SObjectField field, string text, RecordStore store) =>
        FieldText.TryParse(field, text, store, out var value)
            ? value
            : throw ApiException.BadRequest(
                "JSON_PARSER_ERROR",
                $"Cannot deserialize instance of {field.TypeName} from VALUE_STRING value {text} "
                + "or request may be missing a required field");

    private static ApiException WrongType(SObjectField field, JsonElement json)
    {
        var token = json.ValueKind switch
        {
            JsonValueKind.Object => "START_OBJECT",
            JsonValueKind.Array => "START_ARRAY",
            JsonValueKind.Number => $"VALUE_NUMBER value {json}",
            _ => $"VALUE_{json.ToString().ToUpperInvariant()} value {json}",
        };
        return ApiException.BadRequest(
            "JSON_PARSER_ERROR",
            $"Cannot deserialize instance of {field.TypeName} from {token} or request may be missing a required field");
    }
}
