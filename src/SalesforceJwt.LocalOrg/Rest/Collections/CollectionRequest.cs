using System.Text.Json;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Rest.Collections;

/// <summary>The body of a request about several records, with the limits of such requests.</summary>
internal sealed record CollectionRequest(bool AllOrNone, IReadOnlyList<JsonElement> Records)
{
    private const int MaxRecords = 200;
    private const int MaxChunks = 10;

    /// <exception cref="ApiException">The request as a whole is wrong.</exception>
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
        return new CollectionRequest(AllOrNoneOf(body), [.. records.EnumerateArray()]);
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

    /// <summary>Refuses a request whose records of one object do not stand together.</summary>
    /// <exception cref="ApiException">They make more than ten groups.</exception>
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

    /// <summary>The name of the object that a record says it is of.</summary>
    /// <exception cref="ApiException">It says nothing.</exception>
    public static string TypeNameOf(JsonElement record) =>
        record.TryGetProperty("attributes", out var attributes)
        && attributes.ValueKind == JsonValueKind.Object
        && attributes.TryGetProperty("type", out var type)
        && type.ValueKind == JsonValueKind.String
            ? type.GetString()!
            : throw ApiException.BadRequest("MISSING_ARGUMENT", "Each record must have attributes with a type.");

    /// <exception cref="ApiException">There is no object of this name.</exception>
    public static SObjectType FindType(string name) => Schema.Find(name)
        ?? throw ApiException.BadRequest("INVALID_TYPE", $"sObject type '{name}' is not supported.");

    private static bool AllOrNoneOf(JsonElement body) =>
        body.TryGetProperty("allOrNone", out var value) && value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => false,
            _ => throw ApiException.BadRequest("JSON_PARSER_ERROR", "allOrNone must be true or false."),
        };
}
