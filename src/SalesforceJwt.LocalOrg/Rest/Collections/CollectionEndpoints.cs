using System.Text.Json;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Soql.Execution;

namespace SalesforceJwt.LocalOrg.Rest.Collections;

/// <summary><c>/composite/sobjects</c>: up to 200 records in one request.</summary>
internal sealed class CollectionEndpoints(Org org)
{
    private const string Root = "/services/data/{version}/composite/sobjects";
    private const int MaxRetrieved = 2000;
    private static readonly string[] Patch = [HttpMethods.Patch];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Root, context => SaveAsync(context, (saver, request) => saver.Insert(request)));
        routes.MapMethods(Root, Patch, context => SaveAsync(context, (saver, request) => saver.Update(request)));
        routes.MapDelete(Root, DeleteAsync);
        routes.MapMethods(Root + "/{type}/{field}", Patch, UpsertAsync);
        routes.MapRead(Root + "/{type}", RetrieveByUrlAsync);
        routes.MapPost(Root + "/{type}", RetrieveAsync);
    }

    private async Task SaveAsync(HttpContext context, Func<CollectionSaver, CollectionRequest, IReadOnlyList<SaveResult>> save)
    {
        using var json = await Json.ReadObjectAsync(context);
        var request = CollectionRequest.Read(json.RootElement);
        CollectionRequest.CheckChunks(request.Records.Select(CollectionRequest.TypeNameOf));
        await Json.WriteAsync(context, StatusCodes.Status200OK, save(Saver(context), request));
    }

    private Task DeleteAsync(HttpContext context)
    {
        var ids = Ids(context.Request.Query["ids"].ToString());
        CollectionRequest.CheckCount(ids.Length);
        CollectionRequest.CheckChunks(ids.Select(id => id[..Math.Min(3, id.Length)]));
        var allOrNone = context.Request.Query["allOrNone"].ToString() switch
        {
            "" => false,
            var text when bool.TryParse(text, out var value) => value,
            _ => throw ApiException.BadRequest("INVALID_QUERY_PARAMETER", "allOrNone must be true or false"),
        };
        return Json.WriteAsync(context, StatusCodes.Status200OK, Saver(context).Delete(ids, allOrNone));
    }

    private async Task UpsertAsync(HttpContext context)
    {
        var type = org.Schema.Find(context.RouteValue("type")) ?? throw ApiException.NotFound();
        var name = context.RouteValue("field");
        if (type.Find(name) is not { } key || !(key.IsExternalId || key.Type == FieldType.Id))
        {
            throw new ApiException(
                StatusCodes.Status404NotFound, "NOT_FOUND", $"Provided external ID field does not exist or is not accessible: {name}");
        }

        using var json = await Json.ReadObjectAsync(context);
        var request = CollectionRequest.Read(json.RootElement);
        if (request.Records.Select(CollectionRequest.TypeNameOf).FirstOrDefault(other => org.Schema.Find(other) != type) is { } wrong)
        {
            throw ApiException.BadRequest("INVALID_TYPE", $"Records of type {wrong} cannot be upserted at the URL of {type.Name}.");
        }

        await Json.WriteAsync(context, StatusCodes.Status200OK, Saver(context).Upsert(type, key, request));
    }

    private Task RetrieveByUrlAsync(HttpContext context) => WriteRecordsAsync(
        context, Ids(context.Request.Query["ids"].ToString()), context.Request.Query["fields"].ToString().Split(','));

    private async Task RetrieveAsync(HttpContext context)
    {
        using var json = await Json.ReadObjectAsync(context);
        await WriteRecordsAsync(context, Texts(json.RootElement, "ids"), Texts(json.RootElement, "fields"));
    }

    private async Task WriteRecordsAsync(HttpContext context, string[] ids, string[] fields)
    {
        var type = org.Schema.Find(context.RouteValue("type")) ?? throw ApiException.NotFound();
        if (ids.Length > MaxRetrieved)
        {
            throw ApiException.BadRequest(
                "EXCEEDED_ID_LIMIT", $"record limit reached. cannot submit more than {MaxRetrieved} records into this call");
        }

        var projection = Projection.Of(type, fields.Select(name => name.Trim()));
        var records = ids.Select(id => Find(type, id)).ToList();
        context.Response.ContentType = Json.ContentType;
        using var writer = new Utf8JsonWriter(context.Response.BodyWriter, Json.WriterOptions);
        var json = new RecordJson(org.Records, ApiRoot.Of(context));
        writer.WriteStartArray();
        foreach (var record in records)
        {
            if (record is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                json.Write(writer, record, projection);
            }
        }

        writer.WriteEndArray();
        writer.Flush();
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private Record? Find(SObjectType type, string id) => !SalesforceId.IsValid(id)
        ? throw ApiException.BadRequest("MALFORMED_ID", $"malformed id {id}")
        : org.Records.Find(type, id) is { IsDeleted: false } record ? record : null;

    private static string[] Texts(JsonElement body, string name) =>
        body.TryGetProperty(name, out var list)
        && list.ValueKind == JsonValueKind.Array
        && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(item => item.GetString()!)]
            : throw ApiException.BadRequest("JSON_PARSER_ERROR", $"The HTTP entity body must hold a list of texts named {name}.");

    private static string[] Ids(string text) => text.Length == 0
        ? throw ApiException.BadRequest("MISSING_ARGUMENT", "The ids parameter is required.")
        : text.Split(',', StringSplitOptions.TrimEntries);

    private CollectionSaver Saver(HttpContext context) => new(org, RestMiddleware.Session(context).User.Id);
}
