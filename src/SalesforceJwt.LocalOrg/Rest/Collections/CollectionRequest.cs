using System.Text.Json;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Http;

namespace SalesforceJwt.LocalOrg.Rest.Collections;

/// <summary>The body of a request for several records, with the limits of such requests.</summary>
internal sealed record CollectionRequest(bool AllOrNone, IReadOnlyList<JsonElement> Records)
{
    private const int MaxRecords = 200;
    private const int MaxChunks = 10;

    /// <exception cref="ApiException">The request is invalid as a whole.</exception>
    public static CollectionRequest Read(JsonElement body)
    {
        foreach (var member in body.EnumerateObject().Where(member => member.Name is not ("allOrNone" or "records")))
        {
            throw ApiException.BadRequest("JSON_PARSER_ERROR", $"Unrecognized field \"{member.Name}\"");
        }

        if (!body.TryGetProperty("records", out var records)
            || records.ValueKind != JsonValueKind.Array
            || records.EnumerateArray().Any(record => record.ValueKind != JsonValueKind.Object))
        {
            throw ApiException.BadRequest("JSON_PARSER_ERROR", "The HTTP entity body must hold a list of objects named records.");
        }

        CheckCount(records.GetArrayLength());
        return new CollectionRequest(Json.Flag(body, "allOrNone"), [.. records.EnumerateArray()]);
    }

    /// <exception cref="ApiException">There are too many.</exception>
    public static void CheckCount(int count)
    {
        if (count > MaxRecords)
        {
            throw ApiException.BadRequest(
                "EXCEEDED_ID_LIMIT", $"record limit reached. cannot submit more than {MaxRecords} records into this call");
        }
    }

    /// <summary>Checks the number of chunks: consecutive records of one object.</summary>
    /// <exception cref="ApiException">There are more than ten chunks.</exception>
    public static void CheckChunks(IEnumerable<string> types)
    {
        var chunks = 0;
        string? last = null;
        foreach (var type in types)
        {
            chunks += type.Equals(last, StringComparison.OrdinalIgnoreCase) ? 0 : 1;
            last = type;
        }

        if (chunks > MaxChunks)
        {
            throw ApiException.BadRequest(
                "LIMIT_EXCEEDED",
                $"Cannot have more than {MaxChunks} chunks in a single operation. Please rearrange the data to reduce chunking.");
        }
    }

    /// <summary>The object name in a record's attributes.</summary>
    /// <exception cref="ApiException">The attributes or their type are missing.</exception>
    public static string TypeNameOf(JsonElement record) =>
        record.TryGetProperty("attributes", out var attributes)
        && attributes.ValueKind == JsonValueKind.Object
        && attributes.TryGetProperty("type", out var type)
        && type.ValueKind == JsonValueKind.String
            ? type.GetString()!
            : throw ApiException.BadRequest("MISSING_ARGUMENT", "Each record must have attributes with a type.");

    /// <summary>The object of a record.</summary>
    /// <exception cref="ApiException">There is no object of this name.</exception>
    public static SObjectType TypeOf(JsonElement record, Schema schema) => TypeNameOf(record) is var name && schema.Find(name) is { } type
        ? type
        : throw ApiException.BadRequest("INVALID_TYPE", $"sObject type '{name}' is not supported.");
}
