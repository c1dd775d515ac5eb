using SalesforceJwt.LocalOrg.Http;

namespace SalesforceJwt.LocalOrg.Rest.Composite;

/// <summary>Runs requests that depend on each other, one after the other.</summary>
internal sealed class SubrequestRunner(Org org, SubrequestPipeline pipeline)
{
    private const string RolledBack = "The transaction was rolled back since another operation in the same transaction failed.";

    /// <summary>Runs them all, or with <paramref name="allOrNone"/> as many as succeed, which is then undone.</summary>
    public async Task<(bool Succeeded, IReadOnlyList<object> Answers)> RunAsync(
        HttpContext context, IReadOnlyList<Subrequest> subrequests, bool allOrNone)
    {
        var references = new References();
        var answers = new List<SubrequestAnswer>();
        using var transaction = org.Records.Begin();
        foreach (var subrequest in subrequests)
        {
            var answer = await SendAsync(context, subrequest, references);
            answers.Add(answer);
            if (answer.Status < 400)
            {
                references.Add(subrequest.ReferenceId, answer.Body);
            }

            if (allOrNone && answer.HasErrors)
            {
                var failed = answers.Count - 1;
                return (false, [.. subrequests.Select((each, i) => Result(each, i == failed ? answer : Halted()))]);
            }
        }

        transaction.Commit();
        return (true, [.. subrequests.Select((each, i) => Result(each, answers[i]))]);
    }

    private static SubrequestAnswer Halted() =>
        SubrequestAnswer.Error(StatusCodes.Status400BadRequest, "PROCESSING_HALTED", RolledBack);

    private static object Result(Subrequest subrequest, SubrequestAnswer answer) => new
    {
        body = answer.Body,
        httpHeaders = answer.Location.Length == 0 ? [] : new Dictionary<string, string> { ["Location"] = answer.Location },
        httpStatusCode = answer.Status,
        referenceId = subrequest.ReferenceId,
    };

    private async Task<SubrequestAnswer> SendAsync(HttpContext context, Subrequest subrequest, References references)
    {
        try
        {
            var url = references.Resolve(subrequest.Url);
            if (!url.StartsWith("/services/data/v", StringComparison.Ordinal))
            {
                return SubrequestAnswer.Error(StatusCodes.Status404NotFound, "NOT_FOUND", "The requested resource does not exist");
            }

            var headers = subrequest.Headers.ToDictionary(header => header.Key, header => references.Resolve(header.Value));
            return await pipeline.SendAsync(context, subrequest.Method, url, references.Resolve(subrequest.Body), headers);
        }
        catch (ApiException exception)
        {
            return SubrequestAnswer.Error(exception.Status, exception.ErrorCode, exception.Message);
        }
    }
}
