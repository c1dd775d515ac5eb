using System.Text.Json;
using System.Text.Json.Nodes;
using SalesforceJwt.LocalOrg.Http;

namespace SalesforceJwt.LocalOrg.Rest.Composite;

/// <summary><c>/composite/batch</c>: independent requests.</summary>
internal sealed class BatchEndpoint(Org org, SubrequestPipeline pipeline)
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
                : await SendAsync(context, each, isFirst: results.Count == 0);
            hasErrors |= response.Status >= 400;
            results.Add(new { statusCode = response.Status, result = response.Body });
        }

        await Json.WriteAsync(context, StatusCodes.Status200OK, new { hasErrors, results });
    }

    private async Task<SubrequestResponse> SendAsync(HttpContext context, BatchSubrequest subrequest, bool isFirst)
    {
        // Each subrequest counts as an API call; the batch itself was counted as the first.
        if (!isFirst && !org.TryCountApiCall())
        {
            var error = ApiException.LimitExceeded();
            return SubrequestResponse.Error(error.Status, error.ErrorCode, error.Message);
        }

        return await pipeline.SendAsync(
            context,
            subrequest.Method.ToUpperInvariant(),
            $"/services/data/{subrequest.Url.TrimStart('/')}",
            subrequest.RichInput,
            new Dictionary<string, string>());
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
