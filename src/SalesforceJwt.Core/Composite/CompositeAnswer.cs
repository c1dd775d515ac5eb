using System.Text;
using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Composite;

/// <summary>Reads the subrequests' answers from the answer of the whole request.</summary>
internal static class CompositeAnswer
{
    /// <summary>Reads them, in the order in which the subrequests were sent.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>.</exception>
    public static Task<IReadOnlyList<SubrequestResult>> ReadAllAsync(
        CompositePart part, SfResponse response, CancellationToken cancellationToken)
    {
        return response.ReadJsonAsync(
            $"the answers of {part.Subrequests.Count()} subrequests",
            ReadLists,
            part.ChangesNothing ? null : "Look first whether Salesforce has acted on them.",
            isData: part.ChangesNothing,
            cancellationToken);

        IReadOnlyList<SubrequestResult>? ReadLists(JsonElement root)
        {
            var lists = part.Kind switch
            {
                SfCompositeKind.Batch => [root.GetProperty("results")],
                SfCompositeKind.Graph => part.Graphs.Select((_, i) => GraphOf(root, CompositeRequest.GraphId(i))),
                _ => [root.GetProperty("compositeResponse")],
            };
            var results = part.Graphs.Zip(lists).SelectMany(p => Read(part.Kind, p.First, p.Second)).ToList();
            return results.Count == part.Subrequests.Count() ? results : null;
        }
    }

    private static JsonElement GraphOf(JsonElement root, string graphId) => root.GetProperty("graphs").EnumerateArray()
        .First(g => g.GetProperty("graphId").GetString() == graphId).GetProperty("graphResponse").GetProperty("compositeResponse");

    private static IEnumerable<SubrequestResult> Read(SfCompositeKind kind, IReadOnlyList<Subrequest> subrequests, JsonElement answers)
    {
        foreach (var (subrequest, answer) in subrequests.Zip(answers.EnumerateArray()))
        {
            if (kind != SfCompositeKind.Batch && answer.GetProperty("referenceId").GetString() != subrequest.ReferenceId)
            {
                throw new JsonException();
            }

            var status = answer.GetProperty(kind == SfCompositeKind.Batch ? "statusCode" : "httpStatusCode").GetInt32();
            ReadOnlyMemory<byte> body =
                answer.TryGetProperty(
                    kind == SfCompositeKind.Batch ? "result" : "body",
                    out var value) && value.ValueKind != JsonValueKind.Null
                ? Encoding.UTF8.GetBytes(value.GetRawText())
                : default;
            yield return new SubrequestResult(subrequest, status, body)
            {
                Headers = HeadersOf(answer),
                Error = status is >= 200 and < 300 ? null : Error(subrequest, status, body),
            };
        }
    }

    private static Dictionary<string, string> HeadersOf(JsonElement answer)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (answer.Member("httpHeaders") is { ValueKind: JsonValueKind.Object } members)
        {
            foreach (var header in members.EnumerateObject())
            {
                headers[header.Name] = header.Value.ToString();
            }
        }

        return headers;
    }

    private static SfRestException Error(Subrequest subrequest, int status, ReadOnlyMemory<byte> body)
    {
        var errors = RestErrorReader.Read(body);
        var (kind, meaning, remedy, _, _) = RestErrorCatalogue.Explain((System.Net.HttpStatusCode)status, errors);
        if (errors.Any(e => e.ErrorCode is "PROCESSING_HALTED" or "BATCH_PROCESSING_HALTED")
            && !errors.Any(e => e.Message.Contains("Invalid reference", StringComparison.OrdinalIgnoreCase)))
        {
            (kind, meaning, remedy) = (SfErrorKind.RolledBack, null, "Correct the subrequests that have their own errors.");
        }

        var said = errors.Count > 0 ? RestErrorReader.Join(errors) : body.IsEmpty ? "no text" : ServerText.FirstLine(body.Span);
        return new SfRestException(
            kind,
            $"The subrequest {subrequest.Label} failed with status {status}: {said}"
                + (said.EndsWith('.') ? string.Empty : ".")
                + (meaning is null ? string.Empty : " " + meaning),
            remedy)
        {
            StatusCode = status,
            ServerText = ServerText.Shorten(body.Span),
            Errors = errors,
            Method = subrequest.Method,
            Url = subrequest.Url.Split('?')[0],
        };
    }
}
