using System.Runtime.CompilerServices;
using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Records;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Bulk.Jobs;

/// <summary>Creates, finds, aborts and deletes the jobs of Bulk API 2.0.</summary>
/// <param name="apiVersion">The API version of new jobs; null for the session's.</param>
internal sealed class BulkJobClient(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    // Pages in a row without a new job: a list with more of them has no end.
    private const int MaximumPagesWithoutJobs = 100;

    internal SfSession Session => session;

    internal IHttpObserver? Observer => observer;

    /// <summary>Creates an ingest job, which is open for its data.</summary>
    public Task<SfBulkJob> CreateAsync(IngestJobOptions options, CancellationToken cancellationToken = default) =>
        CreateAsync(options, LineEnding.LF, cancellationToken);

    /// <summary>Creates an ingest job for data with a line ending.</summary>
    internal Task<SfBulkJob> CreateAsync(IngestJobOptions options, LineEnding lineEnding, CancellationToken cancellationToken)
    {
        return new BulkJobCreation(this, SfBulkJobKind.Ingest).CreateAsync(
            [
                ("object", options.Type),
                ("operation", options.Operation),
                ("externalIdFieldName", options.ExternalId),
                ("contentType", "CSV"),
                ("columnDelimiter", ColumnDelimiter.NameOf(options.Delimiter)),
                ("lineEnding", lineEnding.ToString()),
            ],
            cancellationToken);
    }

    /// <summary>Creates a query job, which Salesforce starts at once.</summary>
    /// <param name="includeDeleted">Whether it also finds deleted and archived rows.</param>
    /// <param name="delimiter">Separates the columns of its results.</param>
    public Task<SfBulkJob> CreateQueryAsync(
        string soql, bool includeDeleted = false, char delimiter = ',', CancellationToken cancellationToken = default)
    {
        return new BulkJobCreation(this, SfBulkJobKind.Query).CreateAsync(
            [
                ("operation", includeDeleted ? "queryAll" : "query"),
                ("query", soql),
                ("contentType", "CSV"),
                ("columnDelimiter", ColumnDelimiter.NameOf(delimiter)),
                ("lineEnding", "LF"),
            ],
            cancellationToken);
    }

    /// <summary>Gets a job in its current state.</summary>
    /// <param name="kind">Its kind; null if unknown, which can cost a second request.</param>
    public async Task<SfBulkJob> GetAsync(string id, SfBulkJobKind? kind = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await SendAsync(
                Reference(id, kind ?? SfBulkJobKind.Ingest), HttpMethod.Get, null, cancellationToken).ConfigureAwait(false);
        }
        catch (SfRestException e) when (
            kind is null && e.Kind is SfErrorKind.NotFound or SfErrorKind.RequestInvalid or SfErrorKind.Conflict)
        {
            try
            {
                return await SendAsync(Reference(id, SfBulkJobKind.Query), HttpMethod.Get, null, cancellationToken).ConfigureAwait(false);
            }
            catch (SfRestException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new SfRestException(SfErrorKind.NotFound, $"There is no bulk job {id}: {e.Message}",
                    new Advice("Salesforce keeps jobs for seven days.", NextStep.ListBulkJobs))
                {
                    StatusCode = e.StatusCode,
                    ServerText = e.ServerText,
                    Errors = e.Errors,
                    Method = e.Method,
                    Url = e.Url,
                };
            }
        }
    }

    /// <summary>Lists the Bulk API 2.0 jobs of the org, in no order.</summary>
    /// <param name="kind">The kind to list; null for both.</param>
    public async IAsyncEnumerable<SfBulkJob> ListAsync(
        SfBulkJobKind? kind = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var each in kind is { } one ? [one] : new[] { SfBulkJobKind.Ingest, SfBulkJobKind.Query })
        {
            var request = new SfRequest
            {
                Uri = Resource(each),
                Query = [new("jobType", each == SfBulkJobKind.Ingest ? "V2Ingest" : "V2Query")],
                ApiVersion = apiVersion,
            };
            var known = new HashSet<string>(StringComparer.Ordinal);
            var urls = new HashSet<string>(StringComparer.Ordinal);
            for (var (next, withoutJobs) = (request, 0); next is not null;)
            {
                var (jobs, nextUrl) = await session.Rest.SendAsync(
                    next, (response, cancel) => ReadListAsync(response, each, cancel), observer, cancellationToken).ConfigureAwait(false);
                withoutJobs++;
                foreach (var job in jobs.Where(job => known.Add(job.Id)))
                {
                    withoutJobs = 0;
                    yield return job;
                }

                next = nextUrl is null ? null
                    : urls.Add(nextUrl) && withoutJobs < MaximumPagesWithoutJobs ? new SfRequest { Uri = nextUrl }
                    : throw new SfException(
                        SfErrorKind.ResponseInvalid,
                        "The list of bulk jobs has no end: "
                            + $"after {known.Count} jobs it names a page that it named before, or ever more pages without further jobs.",
                        "Check that no proxy or gateway answers in place of Salesforce. Single jobs can be read by their ids.");
            }
        }
    }

    /// <summary>Aborts a job. Rows that Salesforce has processed stay as they are.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.OutcomeUnknown"/>: it may have been aborted, or not.</exception>
    public Task<SfBulkJob> AbortAsync(SfBulkJob job, CancellationToken cancellationToken = default) =>
        new BulkJobChange(this).SetStateAsync(job, "Aborted", static now => now.State == SfBulkJobState.Aborted, cancellationToken);

    /// <summary>Deletes a job with its data and results.</summary>
    /// <param name="job">A job that has ended.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.OutcomeUnknown"/>: it may have been deleted, or not.</exception>
    public Task DeleteAsync(SfBulkJob job, CancellationToken cancellationToken = default) =>
        new BulkJobChange(this).DeleteAsync(job, cancellationToken);

    /// <summary>Tells Salesforce that the upload is complete, so that it starts the job.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.OutcomeUnknown"/>: the job may have started, or not.</exception>
    internal Task<SfBulkJob> CompleteUploadAsync(SfBulkJob job, CancellationToken cancellationToken) =>
        new BulkJobChange(this).SetStateAsync(job, "UploadComplete", static now => now.State != SfBulkJobState.Open, cancellationToken);

    internal SfRequest Request(SfBulkJob job, HttpMethod method, string resource = "") =>
        new() { Method = method, Uri = $"{Resource(job.Kind)}/{job.Id}{resource}", ApiVersion = job.ApiVersion ?? apiVersion };

    private static string Resource(SfBulkJobKind kind) => kind == SfBulkJobKind.Ingest ? "jobs/ingest" : "jobs/query";

    private static SfBulkJob Reference(string id, SfBulkJobKind kind) => RecordId.IsPlain(id)
        ? new(id, kind)
        : throw RecordId.Check(id)!;

    internal static Func<HttpContent> Json((string Name, string? Value)[] members)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                if (value is not null)
                {
                    writer.WriteString(name, value);
                }
            }

            writer.WriteEndObject();
        }

        return RequestBody.FromBytes(buffer.ToArray(), RequestBody.Json);
    }

    private static Task<(List<SfBulkJob> Jobs, string? Next)> ReadListAsync(
        SfResponse response, SfBulkJobKind kind, CancellationToken cancellationToken)
    {
        return response.ReadJsonAsync("a list of bulk jobs", Read, cancellationToken);

        (List<SfBulkJob> Jobs, string? Next) Read(JsonElement root)
        {
            var jobs = root.GetProperty("records").EnumerateArray()
                .Select(json => BulkJobJson.From(json, kind)).OfType<SfBulkJob>().ToList();
            return (
                jobs,
                root.GetProperty("done").GetBoolean() ? null : root.GetProperty("nextRecordsUrl").GetString() ?? throw new JsonException());
        }
    }

    internal Task<SfBulkJob> PostAsync(SfBulkJobKind kind, (string Name, string? Value)[] members, CancellationToken cancellationToken)
    {
        var request = new SfRequest
        {
            Method = HttpMethod.Post,
            Uri = Resource(kind),
            Content = Json(members),
            ApiVersion = apiVersion,

            // A job whose answer was lost has no data, or results that nobody asks for: Salesforce removes it by itself.
            RetrySafety = RetrySafety.ReadOnly,
        };
        return session.Rest.SendAsync(
            request, (response, cancel) => BulkJobJson.ReadAsync(response, kind, null, cancel), observer, cancellationToken);
    }

    internal Task<SfBulkJob> SendAsync(SfBulkJob job, HttpMethod method, Func<HttpContent>? content, CancellationToken cancellationToken)
    {
        return session.Rest.SendAsync(
            Request(job, method) with { Content = content },
            (response, cancel) => BulkJobJson.ReadAsync(response, job.Kind, job.Id, cancel), observer, cancellationToken);
    }
}
