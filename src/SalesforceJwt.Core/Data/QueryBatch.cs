using System.Text;
using System.Text.Json;
using SalesforceJwt.Core.Rest;

namespace SalesforceJwt.Core.Data;

/// <summary>A query that is too long for a URL, sent as the one subrequest of <c>composite/batch</c>.</summary>
internal static class QueryBatch
{
    // Salesforce takes about 16 KB of URI and headers together, and the token is one of the headers.
    private const int LongestUri = 12 * 1024;

    public static bool IsNeeded(string soql) => soql.Length > LongestUri / 3 && Uri.EscapeDataString(soql).Length > LongestUri;

    public static SfRequest Request(string resource, string soql, string version, QueryOptions options)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["batchRequests"] = new[]
            {
                new Dictionary<string, string> { ["method"] = "GET", ["url"] = $"v{version}/{resource}?q={Uri.EscapeDataString(soql)}" },
            },
        });
        return new SfRequest
        {
            Method = HttpMethod.Post,
            Uri = "composite/batch",
            ApiVersion = options.ApiVersion,
            Content = RequestBody.FromBytes(body, RequestBody.Json),

            // A query changes nothing, whatever the method says.
            IsHarmless = true,
        };
    }

    /// <summary>The offset of the subrequest's own answer.</summary>
    /// <exception cref="SfRestException">The subrequest was refused.</exception>
    public static int FindResult(ref Utf8JsonReader reader)
    {
        var status = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("statusCode"u8))
            {
                reader.Read();
                status = reader.GetInt32();
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("result"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                if (status is >= 200 and < 300)
                {
                    return start;
                }

                using var answer = JsonDocument.ParseValue(ref reader);
                throw Refused(status, answer.RootElement.GetRawText());
            }
        }

        throw new JsonException();
    }

    private static SfRestException Refused(int status, string text)
    {
        var errors = ServerText.RestErrors(Encoding.UTF8.GetBytes(text));
        var (kind, meaning, remedy, _) = RestErrorCatalogue.Explain((System.Net.HttpStatusCode)status, errors, null);
        return new SfRestException(kind, $"The query failed with status {status}: {string.Join("; ", errors)}{(meaning is null ? string.Empty : " " + meaning)}", remedy)
        {
            StatusCode = status,
            ServerText = text,
            Errors = errors,
            Method = "GET",
            Url = "query",
        };
    }
}
