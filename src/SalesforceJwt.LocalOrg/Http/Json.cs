using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Http;

/// <summary>Reads and writes JSON as Salesforce does.</summary>
internal static class Json
{
    public const string ContentType = "application/json;charset=UTF-8";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = Options.Encoder };

    /// <summary>Responds with a value as JSON.</summary>
    public static async Task WriteAsync<T>(HttpContext context, int status, T value)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        await JsonSerializer.SerializeAsync(context.Response.Body, value, Options, context.RequestAborted);
    }

    /// <summary>Responds with an error in the REST shape.</summary>
    public static Task WriteErrorAsync(
        HttpContext context, int status, string errorCode, string message, IReadOnlyList<string>? fields = null) =>
        fields is { Count: > 0 }
            ? WriteAsync(context, status, new[] { new { message, errorCode, fields } })
            : WriteAsync(context, status, new[] { new { message, errorCode } });

    /// <summary>Reads the body as an object of a type; unknown members are an error.</summary>
    /// <exception cref="JsonException">The body does not have that shape.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context) =>
        await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Options, context.RequestAborted)
            ?? throw new JsonException("The body is null.");

    /// <summary>Reads a file with one object of a type, or with an array of them; unknown members are an error.</summary>
    /// <exception cref="JsonException">The content does not have that shape.</exception>
    public static T[] ReadFile<T>(string path)
    {
        var text = File.ReadAllText(path);
        return text.AsSpan().TrimStart().StartsWith('[')
            ? JsonSerializer.Deserialize<T[]>(text, Options)!
            : [JsonSerializer.Deserialize<T>(text, Options)!];
    }

    /// <summary>Reads the body as a JSON object.</summary>
    /// <exception cref="ApiException">The content type is not JSON, or the body is not a JSON object.</exception>
    public static async Task<JsonDocument> ReadObjectAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new ApiException(
                StatusCodes.Status415UnsupportedMediaType,
                "UNSUPPORTED_MEDIA_TYPE",
                $"Content-Type not supported: {context.Request.ContentType ?? "none"}");
        }

        return await ParseObjectAsync(context.Request.Body, context.RequestAborted);
    }

    /// <summary>Parses a JSON object from a stream.</summary>
    /// <exception cref="ApiException">The text is not a JSON object.</exception>
    public static async Task<JsonDocument> ParseObjectAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            var document = await JsonDocument.ParseAsync(stream, default, cancellationToken);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw ApiException.BadRequest("JSON_PARSER_ERROR", "The HTTP entity body must be a JSON object.");
        }
        catch (JsonException exception)
        {
            var (line, column) = ((exception.LineNumber ?? 0) + 1, (exception.BytePositionInLine ?? 0) + 1);
            throw ApiException.BadRequest("JSON_PARSER_ERROR", $"Unexpected character or end of input at [line:{line}, column:{column}]");
        }
    }

    /// <summary>The value of a boolean member; false if it is missing or null.</summary>
    /// <exception cref="ApiException">The value is not a boolean.</exception>
    public static bool Flag(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => false,
            _ => throw ApiException.BadRequest("JSON_PARSER_ERROR", $"{name} must be true or false."),
        };
}
