using SalesforceJwt.LocalOrg.Http;

namespace SalesforceJwt.LocalOrg.Rest.Composite;

/// <summary>Runs the subrequests of a composite request, one after the other.</summary>
internal sealed class SubrequestRunner(Org org, SubrequestPipeline pipeline)
{
    private const string RolledBack = "The transaction was rolled back since another operation in the same transaction failed.";

    /// <summary>Runs all; with <paramref name="allOrNone"/>, the first failure rolls everything back.</summary>
    public async Task<(bool Succeeded, IReadOnlyList<object> Answers)> RunAsync(
        HttpContext context, IReadOnlyList<Subrequest> subrequests, bool allOrNone)
    {
        var references = new References();
        var responses = new List<SubrequestResponse>();
        using var transaction = org.Records.Begin(isOneSave: allOrNone);
        foreach (var subrequest in subrequests)
        {
            var response = await SendAsync(context, subrequest, references);
            responses.Add(response);
            if (response.Status < 400)
            {
                references.Add(subrequest.ReferenceId, response.Body);
            }

            if (allOrNone && response.HasErrors)
            {
                var failed = responses.Count - 1;
                return (false, [.. subrequests.Select((each, i) => Result(each, i == failed ? response : Halted()))]);
            }
        }

        transaction.Commit();
        return (true, [.. subrequests.Select((each, i) => Result(each, responses[i]))]);
    }

    private static SubrequestResponse Halted() =>
        SubrequestResponse.Error(StatusCodes.Status400BadRequest, "PROCESSING_HALTED", RolledBack);

    private static object Result(Subrequest subrequest, SubrequestResponse response) => new
    {
        body = response.Body,
        httpHeaders = response.Headers,
        httpStatusCode = response.Status,
        referenceId = subrequest.ReferenceId,
    };

    private async Task<SubrequestResponse> SendAsync(HttpContext context, Subrequest subrequest, References references)
    {
        try
        {
            var url = references.Resolve(subrequest.Url);
            if (!url.StartsWith("/services/data/v", StringComparison.Ordinal))
            {
                return SubrequestResponse.Error(StatusCodes.Status404NotFound, "NOT_FOUND", "The requested resource does not exist");
            }

            var headers = subrequest.Headers.ToDictionary(header => header.Key, header => references.Resolve(header.Value));
            return await pipeline.SendAsync(context, subrequest.Method, url, references.Resolve(subrequest.Body), headers);
        }
        catch (ApiException exception)
        {
            return SubrequestResponse.Error(exception.Status, exception.ErrorCode, exception.Message);
        }
    }
}
