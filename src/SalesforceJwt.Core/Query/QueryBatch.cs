using System.Text;
using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Query;

/// <summary>A query that is too long for a URL, sent as the one subrequest of <c>composite/batch</c>.</summary>
internal static class QueryBatch
{
    // Salesforce accepts about 16 KB of URI and headers together, and the token is one of the headers.
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
            RetrySafety = RetrySafety.ReadOnly,
        };
    }

    /// <summary>The offset of the subrequest's answer.</summary>
    /// <param name="text">The whole answer, as <see cref="JsonText"/> returned it.</param>
    /// <exception cref="SfRestException">The subrequest failed.</exception>
    /// <exception cref="JsonException">The text has no such answer.</exception>
    public static int FindResult(ReadOnlySpan<byte> text)
    {
        var reader = JsonText.Reader(text);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("results"u8) && reader.Read() && reader.TokenType == JsonTokenType.StartArray)
            {
                reader.Read();
                return FindResult(ref reader, text);
            }

            reader.Skip();
        }

        throw new JsonException();
    }

    private static int FindResult(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        int? status = null;
        var (start, end) = (-1, -1);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("statusCode"u8))
            {
                reader.Read();
                status = reader.GetInt32();
            }
            else if (reader.ValueTextEquals("result"u8))
            {
                reader.Read();
                start = (int)reader.TokenStartIndex;
                if (status is >= 200 and < 300)
                {
                    return start;
                }

                reader.Skip();
                end = (int)reader.BytesConsumed;
            }
            else
            {
                reader.Skip();
            }
        }

        return start < 0 || status is null ? throw new JsonException()
            : status is >= 200 and < 300 ? start
            : throw Failed(status.Value, Encoding.UTF8.GetString(text[start..end]));
    }

    private static SfRestException Failed(int status, string text)
    {
        var errors = RestErrorReader.Read(Encoding.UTF8.GetBytes(text));
        var verdict = RestErrorCatalogue.Explain((System.Net.HttpStatusCode)status, errors);
        return new SfRestException(
            verdict.Kind,
            $"The query failed with status {status}: {RestErrorReader.Join(errors)}"
                + (verdict.Meaning is null ? string.Empty : " " + verdict.Meaning),
            verdict.Advice)
        {
            StatusCode = status,
            ServerText = text,
            Errors = errors,
            Method = "GET",
            Url = "query",
        };
    }
}
