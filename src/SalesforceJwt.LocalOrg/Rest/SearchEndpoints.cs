using System.Text.Json;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Sosl;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary><c>/search</c> with SOSL, and <c>/parameterizedSearch</c> without.</summary>
internal sealed class SearchEndpoints(Org org)
{
    private readonly SearchExecutor _executor = new(org.Records);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead("/services/data/{version}/search", SearchAsync);
        routes.MapRead("/services/data/{version}/parameterizedSearch", SearchByQueryAsync);
        routes.MapPost("/services/data/{version}/parameterizedSearch", SearchByJsonAsync);
    }

    private Task SearchAsync(HttpContext context)
    {
        var search = context.Request.Query["q"].ToString();
        return string.IsNullOrWhiteSpace(search)
            ? throw ApiException.BadRequest("MALFORMED_SEARCH", "A search string has to be specified")
            : WriteAsync(context, search);
    }

    private Task SearchByQueryAsync(HttpContext context) => WriteAsync(context, ParameterizedSearch.FromQuery(context.Request.Query));

    private async Task SearchByJsonAsync(HttpContext context)
    {
        using var json = await Json.ReadObjectAsync(context);
        await WriteAsync(context, ParameterizedSearch.FromJson(json.RootElement));
    }

    private async Task WriteAsync(HttpContext context, string search)
    {
        var results = _executor.Execute(search);
        context.Response.ContentType = Json.ContentType;
        var records = new RecordJson(org.Records, ApiRoot.Of(context));
        using var writer = new Utf8JsonWriter(context.Response.BodyWriter, Json.WriterOptions);
        writer.WriteStartObject();
        writer.WriteStartArray("searchRecords");
        foreach (var result in results)
        {
            foreach (var record in result.Records)
            {
                records.Write(writer, record, result.Projection);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
