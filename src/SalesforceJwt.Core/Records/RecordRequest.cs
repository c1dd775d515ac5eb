using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Records;

/// <summary>The request that saves or deletes some records (REST API Developer Guide: "sObject Collections").</summary>
internal static partial class RecordRequest
{
    private const string Resource = "composite/sobjects";

    // The first line holds the members before the records; each record has its own line.
    private const int FirstLine = 2;

    public static SfRequest Of(IReadOnlyList<RecordRow> rows, RecordOptions options) => new()
    {
        Method = options.Action switch
        {
            RecordAction.Create => HttpMethod.Post,
            RecordAction.Delete => HttpMethod.Delete,
            _ => HttpMethod.Patch,
        },
        Uri = options.Action == RecordAction.Upsert ? $"{Resource}/{rows[0].Type}/{options.ExternalIdField}" : Resource,
        ApiVersion = options.ApiVersion,
        Query = options.Action == RecordAction.Delete
            ? [new("ids", string.Join(',', rows.Select(r => r.Id ?? r.Key))), new("allOrNone", options.AllOrNone ? "true" : "false")]
            : [],
        Content = options.Action == RecordAction.Delete ? null : RequestBody.FromBytes(Body(rows, options.AllOrNone), RequestBody.Json),
    };

    /// <summary>
    /// The record that the error of a whole request points at (<c>[line:3, column:20]</c>); null if it points at none.
    /// </summary>
    public static RecordRow? PointedAt(SfException requestError, IReadOnlyList<RecordRow> rows, RecordAction action) =>
        action != RecordAction.Delete && requestError is SfRestException { ErrorCode: "JSON_PARSER_ERROR" } error
            && Position().Match(error.Errors[0].Message) is { Success: true } match
            && int.TryParse(match.Groups["line"].ValueSpan, out var line) && line >= FirstLine && line - FirstLine < rows.Count
            ? rows[line - FirstLine]
            : null;

    private static ReadOnlyMemory<byte> Body(IReadOnlyList<RecordRow> rows, bool allOrNone)
    {
        var buffer = new ArrayBufferWriter<byte>(rows.Sum(r => r.Json.Length + 2) + 64);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteBoolean("allOrNone", allOrNone);
        writer.WriteStartArray("records");
        foreach (var row in rows)
        {
            // One line a record: Salesforce's error for a value that it cannot read has the line, which then identifies the record.
            EndLine();
            writer.WriteRawValue(WithId(row).Span, skipInputValidation: true);
        }

        EndLine();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;

        void EndLine()
        {
            writer.Flush();
            buffer.Write("\n"u8);
        }
    }

    /// <summary>The record, with its id if that was found only after the record had been written.</summary>
    private static ReadOnlyMemory<byte> WithId(RecordRow row) => row.Id is null
        ? row.Json
        : (byte[])[.. row.Json.Span[..^1], .. Encoding.UTF8.GetBytes($",\"Id\":\"{row.Id}\"}}")];

    [GeneratedRegex(@"\[line:\s*(?<line>[0-9]{1,6})\s*,\s*column:", RegexOptions.CultureInvariant)]
    private static partial Regex Position();
}
