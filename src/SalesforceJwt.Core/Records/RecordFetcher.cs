using System.Text;
using System.Text.Json;
using SalesforceJwt.Core.Composite;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Records;

/// <summary>
/// Gets records by their ids or external ids: by id and with named fields 2,000 a request (REST API Developer Guide: "sObject
/// Collections"), else 25 a request, each on its own in a batch.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="type">API name of the object.</param>
/// <param name="options">What is asked for.</param>
internal sealed class RecordFetcher(SfSession session, string type, FetchOptions options, IHttpObserver? observer = null)
{
    private const int LargestCollection = 2000;
    private const int LargestBatch = 25;

    /// <summary>The most records of one request.</summary>
    public int BatchSize => IsCollection ? LargestCollection : LargestBatch;

    private bool IsCollection => options.ExternalIdField is null && options.Fields.Count > 0;

    /// <summary>Gets records.</summary>
    /// <param name="keys">Their ids or external ids, <see cref="BatchSize"/> at most.</param>
    /// <returns>The records, in the order of the keys; one that does not exist has an error.</returns>
    /// <exception cref="SfException">The request failed.</exception>
    public Task<IReadOnlyList<FetchedRecord>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        return IsCollection ? FetchCollectionAsync(keys, cancellationToken) : FetchEachAsync(keys, cancellationToken);
    }

    private Task<IReadOnlyList<FetchedRecord>> FetchCollectionAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, IReadOnlyList<string>> { ["ids"] = keys, ["fields"] = options.Fields });
        var request = new SfRequest
        {
            Method = HttpMethod.Post,
            Uri = $"composite/sobjects/{type}",
            ApiVersion = options.ApiVersion,
            Content = RequestBody.FromBytes(body, RequestBody.Json),
            RetrySafety = RetrySafety.ReadOnly,
        };
        return session.Rest.SendAsync<IReadOnlyList<FetchedRecord>>(
            request,
            async (response, cancel) => Split(await response.ReadAllAsync(cancel).ConfigureAwait(false), keys, response.Url),
            observer,
            cancellationToken);
    }

    private async Task<IReadOnlyList<FetchedRecord>> FetchEachAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var path = $"sobjects/{type}/{(options.ExternalIdField is null ? string.Empty : options.ExternalIdField + "/")}";
        var fields = options.Fields.Count == 0 ? string.Empty : $"?fields={string.Join(',', options.Fields)}";
        Subrequest[] subrequests =
            [.. keys.Select((key, i) => new Subrequest(
                "GET",
                path + Uri.EscapeDataString(key) + fields,
                FormattableString.Invariant($"r{i}")))];
        var client = new CompositeClient(session, options.ApiVersion, observer);
        var results = await client.SendAsync(
            new CompositePart(SfCompositeKind.Batch, [subrequests], AllOrNone: false), cancellationToken).ConfigureAwait(false);
        return [.. results.Results.Zip(keys).Select(p => Fetched(p.First, p.Second))];
    }

    private FetchedRecord Fetched(SubrequestResult result, string key) => result.Error switch
    {
        null => new FetchedRecord(key, result.Body),

        // A field that does not exist is as unknown for the next record.
        { Kind: SfErrorKind.RequestInvalid, ErrorCode: not "MALFORMED_ID" } => throw result.Error,
        { Kind: SfErrorKind.MultipleMatches } => new FetchedRecord(key, default, Error(
            key, result.Error, $"several records have this external id: {Encoding.UTF8.GetString(result.Body.Span)}")),
        _ => new FetchedRecord(key, default, Error(key, result.Error, string.Join("; ", result.Error.Errors))),
    };

    private List<FetchedRecord> Split(ReadOnlyMemory<byte> json, IReadOnlyList<string> keys, string url)
    {
        var records = new List<FetchedRecord>(keys.Count);
        try
        {
            json = JsonText.Data(json);
            var reader = JsonText.Reader(json.Span);
            var isList = reader.Read() && reader.TokenType == JsonTokenType.StartArray;
            while (isList && reader.Read() && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.Null
                && records.Count < keys.Count)
            {
                var start = (int)reader.TokenStartIndex;
                var exists = reader.TokenType == JsonTokenType.StartObject;
                reader.Skip();
                var key = keys[records.Count];
                records.Add(exists
                    ? new FetchedRecord(key, json[start..(int)reader.BytesConsumed])
                    : new FetchedRecord(key, default, Missing(key)));
            }

            if (records.Count == keys.Count && reader.TokenType == JsonTokenType.EndArray)
            {
                return records;
            }
        }
        catch (JsonException)
        {
            // Falls through to the error below.
        }

        throw new SfException(
            SfErrorKind.ResponseInvalid,
            $"{url} answered with something else than {keys.Count} records: {ServerText.FirstLine(json.Span)}",
            "Try again, and check that nothing between here and Salesforce answers in its place.");
    }

    private SfException Missing(string key) => new(
        SfErrorKind.NotFound,
        $"There is no {type} with the id {key}, or the user may not see it.",
        new Advice("Check the id and its object. A query can include deleted records.", NextStep.QueryDeleted))
    {
        StatusCode = 404,
    };

    private SfRestException Error(string key, SfRestException cause, string what) => new(
        cause.Kind,
        $"{type} {(options.ExternalIdField is { } field ? $"with {field} '{key}'" : key)}: {what}"
            + (what.EndsWith('.') ? string.Empty : "."),
        cause.Advice)
    {
        StatusCode = cause.StatusCode,
        ServerText = cause.ServerText,
        Errors = cause.Errors,
        Method = cause.Method,
        Url = cause.Url,
    };
}
