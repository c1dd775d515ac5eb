using System.Text.Json;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Soql.Execution;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Creates, reads, updates, deletes and upserts single records.</summary>
internal sealed class SObjectEndpoints(Org org)
{
    private const string Collection = "/services/data/{version}/sobjects/{type}";
    private static readonly string[] Patch = [HttpMethods.Patch];
    private readonly ContentVersions _files = new(org);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Collection, CreateAsync);
        routes.MapRead(Collection + "/{id}", RetrieveAsync);
        routes.MapMethods(Collection + "/{id}", Patch, UpdateAsync);
        routes.MapDelete(Collection + "/{id}", DeleteAsync);
        routes.MapRead(Collection + "/{field}/{value}", RetrieveByFieldAsync);
        routes.MapMethods(Collection + "/{field}/{value}", Patch, UpsertAsync);
        routes.MapDelete(Collection + "/{field}/{value}", DeleteByFieldAsync);
    }

    private async Task CreateAsync(HttpContext context)
    {
        var type = FindType(context, RecordOperations.Create);
        if (type == org.Schema.ContentVersion)
        {
            await WriteCreatedAsync(context, await _files.CreateAsync(context), created: null);
            return;
        }

        using var json = await Json.ReadObjectAsync(context);
        var input = RecordInput.Read(type, json.RootElement, creating: true, org.Records);
        await WriteCreatedAsync(context, Writer(context).Insert(type, input, index: 0), created: null);
    }

    private Task RetrieveAsync(HttpContext context) => WriteRecordAsync(context, FindRecord(context, FindType(context)));

    private async Task UpdateAsync(HttpContext context)
    {
        var record = FindRecord(context, FindType(context, RecordOperations.Update));
        using var json = await Json.ReadObjectAsync(context);
        Update(context, record, json.RootElement);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private Task DeleteAsync(HttpContext context) =>
        DeleteAsync(context, FindRecord(context, FindType(context, RecordOperations.Delete)));

    private Task DeleteAsync(HttpContext context, Record record)
    {
        Writer(context).Delete(record, index: 0);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private Task RetrieveByFieldAsync(HttpContext context) => FindByField(context, FindType(context)) switch
    {
        [] => throw ApiException.NotFound(),
        [var record] => WriteRecordAsync(context, record),
        var several => WriteChoicesAsync(context, several),
    };

    private async Task DeleteByFieldAsync(HttpContext context)
    {
        switch (FindByField(context, FindType(context, RecordOperations.Delete)))
        {
            case []:
                throw ApiException.NotFound();
            case [var record]:
                await DeleteAsync(context, record);
                break;
            case var several:
                await WriteChoicesAsync(context, several);
                break;
        }
    }

    private async Task UpsertAsync(HttpContext context)
    {
        var type = FindType(context, RecordOperations.Create | RecordOperations.Update);
        using var json = await Json.ReadObjectAsync(context);
        var (found, created) = Upsert(context, type, json.RootElement);
        if (created is not null)
        {
            await WriteCreatedAsync(context, created, created: true);
        }
        else if (found.Count > 1)
        {
            await WriteChoicesAsync(context, found);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }

    /// <summary>Creates the record if none was found, updates it if one was found, changes nothing if several were.</summary>
    private (List<Record> Found, Record? Created) Upsert(HttpContext context, SObjectType type, JsonElement json)
    {
        lock (org.Records.UpsertGate)
        {
            var found = FindByField(context, type);
            var field = type.Find(context.RouteValue("field"))!;
            CheckKeyNotInBody(type, field, json);
            if (found.Count == 0)
            {
                org.RecordFaults.ThrowIfMatching(0, context.LastSegment());
            }

            if (found is [var existing])
            {
                Update(context, existing, json);
            }

            var created = found.Count > 0 ? null : Writer(context).Insert(
                type, field, context.LastSegment(), RecordInput.Read(type, json, creating: true, org.Records));
            return (found, created);
        }
    }

    /// <summary>Checks that the key, which is in the URL, is not in the body.</summary>
    private static void CheckKeyNotInBody(SObjectType type, SObjectField field, JsonElement json)
    {
        if (json.EnumerateObject().Any(property => type.Find(property.Name) == field))
        {
            throw ApiException.BadRequest(
                "INVALID_FIELD", $"The {field.Name} field should not be specified in the sobject data.", field.Name);
        }
    }

    private void Update(HttpContext context, Record record, JsonElement json) =>
        Writer(context).Update(record, RecordInput.Read(record.Type, json, creating: false, org.Records), index: 0);

    private SObjectType FindType(HttpContext context, RecordOperations operations = RecordOperations.None)
    {
        var type = org.Schema.Find(context.RouteValue("type")) ?? throw ApiException.NotFound();
        RecordWriter.CheckSupported(type, operations);
        return type;
    }

    private Record FindRecord(HttpContext context, SObjectType type)
    {
        var mayRead = SetupPermissions.VisibleTo(RestMiddleware.Session(context).User, type);
        var id = context.RouteValue("id");
        if (!SalesforceId.IsValid(id))
        {
            throw ApiException.BadRequest("MALFORMED_ID", $"malformed id {id}");
        }

        return org.Records.Find(type, id) switch
        {
            null => throw ApiException.NotFound(),
            { IsDeleted: true } => throw new ApiException(StatusCodes.Status404NotFound, "ENTITY_IS_DELETED", "entity is deleted"),
            var record when mayRead?.Invoke(record) == false => throw ApiException.NotFound(),
            var record => record,
        };
    }

    private List<Record> FindByField(HttpContext context, SObjectType type)
    {
        var name = context.RouteValue("field");
        if (type.Find(name) is not { IsExternalId: true } field)
        {
            throw new ApiException(
                StatusCodes.Status404NotFound, "NOT_FOUND", $"Provided external ID field does not exist or is not accessible: {name}");
        }

        return org.Records.FindBy(field, type, context.LastSegment());
    }

    private async Task WriteRecordAsync(HttpContext context, Record record)
    {
        var projection = ProjectionOf(record.Type, context.Request.Query["fields"].ToString());
        context.Response.ContentType = Json.ContentType;
        using var writer = new Utf8JsonWriter(context.Response.BodyWriter, Json.WriterOptions);
        new RecordJson(org.Records, ApiRoot.Of(context)).Write(writer, record, projection);
        writer.Flush();
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static Projection ProjectionOf(SObjectType type, string fields) =>
        fields.Length == 0 ? Projection.Of(type) : Projection.Of(type, fields.Split(',', StringSplitOptions.TrimEntries));

    private static Task WriteCreatedAsync(HttpContext context, Record record, bool? created)
    {
        var version = context.RouteValue("version");
        context.Response.Headers.Location = $"/services/data/{version}/sobjects/{record.Type.Name}/{record.Id}";
        var errors = Array.Empty<object>();
        return created is null
            ? Json.WriteAsync(context, StatusCodes.Status201Created, new { id = record.Id, success = true, errors })
            : Json.WriteAsync(context, StatusCodes.Status201Created, new { id = record.Id, success = true, errors, created });
    }

    private Task WriteChoicesAsync(HttpContext context, List<Record> records)
    {
        var json = new RecordJson(org.Records, ApiRoot.Of(context));
        return Json.WriteAsync(context, StatusCodes.Status300MultipleChoices, records.Select(json.Url));
    }

    private RecordWriter Writer(HttpContext context) => new(org, UserId(context));

    private static string UserId(HttpContext context) => RestMiddleware.Session(context).User.Id;
}
