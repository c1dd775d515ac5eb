using System.Text.Json;
using System.Text.Json.Nodes;
using SalesforceJwt.LocalOrg.Http;

namespace SalesforceJwt.LocalOrg.Rest.Composite;

/// <summary><c>/composite/batch</c>: independent requests.</summary>
internal sealed class BatchEndpoint(SubrequestPipeline pipeline)
{
    private const int MaxSubrequests = 25;

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/services/data/{version}/composite/batch", RunAsync);

    private async Task RunAsync(HttpContext context)
    {
        var request = await ReadAsync(context);
        if (request.BatchRequests.Count is 0 or > MaxSubrequests)
        {
            throw ApiException.BadRequest("LIMIT_EXCEEDED", $"The batch must contain from 1 to {MaxSubrequests} subrequests.");
        }

        var results = new List<object>();
        var hasErrors = false;
        foreach (var each in request.BatchRequests)
        {
            var response = hasErrors && request.HaltOnError
                ? SubrequestResponse.Error(
                    StatusCodes.Status412PreconditionFailed, "BATCH_PROCESSING_HALTED", "Batch processing halted per request")
                : await pipeline.SendAsync(
                    context,
                    each.Method.ToUpperInvariant(),
                    $"/services/data/{each.Url.TrimStart('/')}",
                    each.RichInput,
                    new Dictionary<string, string>());
            hasErrors |= response.Status >= 400;
            results.Add(new { statusCode = response.Status, result = response.Body });
        }

        await Json.WriteAsync(context, StatusCodes.Status200OK, new { hasErrors, results });
    }

    private static async Task<Batch> ReadAsync(HttpContext context)
    {
        try
        {
            return await Json.ReadAsync<Batch>(context);
        }
        catch (JsonException exception)
        {
            throw ApiException.BadRequest("JSON_PARSER_ERROR", exception.Message);
        }
    }

    private sealed record Batch(IReadOnlyList<BatchSubrequest> BatchRequests, bool HaltOnError = false);

    private sealed record BatchSubrequest(
        string Method, string Url, JsonNode? RichInput = null, string? BinaryPartName = null, string? BinaryPartNameAlias = null);
}
