using System.Globalization;
using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Records;

namespace SalesforceJwt.Core.Bulk.Jobs;

/// <summary>A bulk job as Salesforce describes it.</summary>
internal sealed record BulkJob
{
    // The last three of 18 characters are a checksum.
    private const int SignificantIdLength = 15;

    /// <summary>Its 18-character id.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it writes or reads.</summary>
    public required BulkJobKind Kind { get; init; }

    /// <summary>How far it is.</summary>
    public BulkJobState State { get; init; }

    /// <summary>API name of the object.</summary>
    public string? Type { get; init; }

    /// <summary>Such as <c>insert</c> or <c>query</c>.</summary>
    public string? Operation { get; init; }

    /// <summary>The external id field of an upsert.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The API version that it was made with, such as <c>68.0</c>; its results are given to the same version only.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Separates the columns of its data.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Rows that were worked on so far, failed ones included; null where the answer does not tell.</summary>
    public long? RecordsProcessed { get; init; }

    /// <summary>Rows that failed so far; null where the answer does not tell.</summary>
    public long? RecordsFailed { get; init; }

    /// <summary>Why the job failed as a whole.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>Id of the user who made it.</summary>
    public string? CreatedById { get; init; }

    /// <summary>How long Salesforce worked on it.</summary>
    public TimeSpan? ProcessingTime { get; init; }

    /// <summary>How often Salesforce started parts of it again.</summary>
    public long? Retries { get; init; }

    /// <summary>Whether nothing more happens to it.</summary>
    public bool HasEnded => State is BulkJobState.JobComplete or BulkJobState.Failed or BulkJobState.Aborted;

    /// <summary>Its resource below <c>/services/data/vNN.0/</c>.</summary>
    internal string Uri => $"jobs/{(Kind == BulkJobKind.Ingest ? "ingest" : "query")}/{Id}";

    /// <summary>Reads a job out of an answer.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>.</exception>
    /// <param name="body">The answer.</param>
    /// <param name="kind">What the job does.</param>
    /// <param name="id">Id of the job that was asked for, in 15 or 18 characters; null for a new one.</param>
    /// <param name="url">Where the answer came from.</param>
    internal static BulkJob Parse(ReadOnlyMemory<byte> body, BulkJobKind kind, string? id, string url) => JsonText.Read(
        body,
        url,
        id is null ? "a bulk job" : $"bulk job {id}",
        root =>
            From(root, kind) is { } job && (id is null || string.CompareOrdinal(job.Id, 0, id, 0, SignificantIdLength) == 0) ? job : null);

    /// <summary>A job out of its JSON; null where it is none.</summary>
    internal static BulkJob? From(JsonElement json, BulkJobKind kind) =>
        json.Text("id") is not { } id || !RecordId.IsPlain(id) ? null : new BulkJob
        {
            Id = id,
            Kind = kind,
            State = Enum.GetValues<BulkJobState>().FirstOrDefault(state => state.ToString() == json.Text("state")),
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
            CreatedAt = Time(json, "createdDate"),
            ModifiedAt = Time(json, "systemModstamp"),
            CreatedById = json.Text("createdById"),
            ProcessingTime = json.Number("totalProcessingTime") is { } milliseconds
                && milliseconds is >= 0 and < long.MaxValue / TimeSpan.TicksPerMillisecond
                ? TimeSpan.FromMilliseconds(milliseconds)
                : null,
            Retries = json.Number("retries"),
        };

    private static DateTimeOffset? Time(JsonElement json, string name) =>
        DateTimeOffset.TryParse(json.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
