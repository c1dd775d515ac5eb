using System.Globalization;
using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Records;

namespace SalesforceJwt.Core.Bulk.Jobs;

/// <summary>Reads bulk jobs from responses.</summary>
internal static class BulkJobJson
{
    // The last three of 18 characters are a checksum.
    private const int SignificantIdLength = 15;

    /// <summary>Reads the job that a response describes.</summary>
    /// <param name="response">The response.</param>
    /// <param name="kind">What the job does.</param>
    /// <param name="id">Id of the job that was asked for, in 15 or 18 characters; null for a new one.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>.</exception>
    public static Task<SfBulkJob> ReadAsync(
        SfResponse response, SfBulkJobKind kind, string? id, CancellationToken cancellationToken) => response.ReadJsonAsync(
        id is null ? "a bulk job" : $"bulk job {id}",
        root => From(root, kind) is { } job && (id is null || string.CompareOrdinal(job.Id, 0, id, 0, SignificantIdLength) == 0)
            ? job
            : null,
        cancellationToken);

    /// <summary>Reads one job; null if the JSON has no valid id.</summary>
    public static SfBulkJob? From(JsonElement json, SfBulkJobKind kind) =>
        json.Text("id") is not { } id || !RecordId.IsPlain(id) ? null : new SfBulkJob(id, kind)
        {
            State = Enum.GetValues<SfBulkJobState>().FirstOrDefault(state => state.ToString() == json.Text("state")),
            Type = json.Text("object"),
            Operation = json.Text("operation"),
            ExternalId = json.Text("externalIdFieldName"),
            ApiVersion = json.Member("apiVersion") is { ValueKind: JsonValueKind.Number } version
                ? version.GetDecimal().ToString("0.0", CultureInfo.InvariantCulture)
                : null,
            Delimiter = ColumnDelimiter.Of(json.Text("columnDelimiter")),
            RecordsProcessed = json.Number("numberRecordsProcessed"),
            RecordsFailed = json.Number("numberRecordsFailed"),
            ErrorMessage = json.Text("errorMessage"),
            CreatedAt = json.Time("createdDate"),
            ModifiedAt = json.Time("systemModstamp"),
            CreatedById = json.Text("createdById"),
            ProcessingTime = json.Number("totalProcessingTime") is { } milliseconds
                && milliseconds is >= 0 and < long.MaxValue / TimeSpan.TicksPerMillisecond
                ? TimeSpan.FromMilliseconds(milliseconds)
                : null,
            Retries = json.Number("retries"),
        };

}
