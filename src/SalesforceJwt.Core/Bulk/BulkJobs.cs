using System.Runtime.CompilerServices;
using System.Text.Json;
using SalesforceJwt.Core.Rest;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Bulk;

/// <summary>Makes, finds and ends the jobs of Bulk API 2.0.</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version of new jobs; null for the session's.</param>
/// <param name="observer">Is told of the traffic; null for nobody.</param>
public sealed class BulkJobs(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    internal SfSession Session => session;

    internal IHttpObserver? Observer => observer;

    /// <summary>Makes a job of writing; it is open for its data.</summary>
    /// <param name="ingest">What it does.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<BulkJob> CreateAsync(BulkIngest ingest, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ingest);
        return CreateAsync(
            BulkJobKind.Ingest,
            [
                ("object", ingest.Type),
                ("operation", ingest.Operation),
                ("externalIdFieldName", ingest.ExternalId),
                ("contentType", "CSV"),
                ("columnDelimiter", BulkDelimiter.NameOf(ingest.Delimiter)),
                ("lineEnding", "LF"),
            ],
            cancellationToken);
    }

    /// <summary>Makes a job of reading; Salesforce begins with it at once.</summary>
    /// <param name="soql">The query.</param>
    /// <param name="includeDeleted">Whether deleted and archived rows are found as well.</param>
    /// <param name="delimiter">Separates the columns of its results.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<BulkJob> CreateQueryAsync(string soql, bool includeDeleted = false, char delimiter = ',', CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(soql);
        return CreateAsync(
            BulkJobKind.Query,
            [
                ("operation", includeDeleted ? "queryAll" : "query"),
                ("query", soql),
                ("contentType", "CSV"),
                ("columnDelimiter", BulkDelimiter.NameOf(delimiter)),
                ("lineEnding", "LF"),
            ],
            cancellationToken);
    }

    /// <summary>Asks how a job is.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="kind">What it does; null where that is not known, which can cost a second request.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<BulkJob> GetAsync(string id, BulkJobKind? kind = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        try
        {
            return await SendAsync(Existing(id, kind ?? BulkJobKind.Ingest), HttpMethod.Get, null, cancellationToken).ConfigureAwait(false);
        }
        catch (SfRestException e) when (kind is null && e.Kind is SfErrorKind.NotFound or SfErrorKind.RequestInvalid or SfErrorKind.Conflict)
        {
            try
            {
                return await SendAsync(Existing(id, BulkJobKind.Query), HttpMethod.Get, null, cancellationToken).ConfigureAwait(false);
            }
            catch (SfRestException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new SfRestException(SfErrorKind.NotFound, $"There is no bulk job {id}: {e.Message}", "Get-SfBulkJob lists the jobs of the last seven days.")
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

    /// <summary>Lists the jobs of the org, in no order; jobs of other Bulk APIs are left out.</summary>
    /// <param name="kind">What they do; null for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async IAsyncEnumerable<BulkJob> ListAsync(BulkJobKind? kind = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var each in kind is { } one ? [one] : new[] { BulkJobKind.Ingest, BulkJobKind.Query })
        {
            var request = new SfRequest
            {
                Uri = each == BulkJobKind.Ingest ? "jobs/ingest" : "jobs/query",
                Query = [new("jobType", each == BulkJobKind.Ingest ? "V2Ingest" : "V2Query")],
                ApiVersion = apiVersion,
            };
            for (var next = request; next is not null;)
            {
                var (jobs, nextUrl) = await session.Rest.SendAsync(next, (response, cancel) => ReadListAsync(response, each, cancel), observer, cancellationToken).ConfigureAwait(false);
                foreach (var job in jobs)
                {
                    yield return job;
                }

                next = nextUrl is null ? null : new SfRequest { Uri = nextUrl };
            }
        }
    }

    /// <summary>Ends a job. Rows that Salesforce has worked on stay as they are.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<BulkJob> AbortAsync(BulkJob job, CancellationToken cancellationToken = default) =>
        SendAsync(job, HttpMethod.Patch, Json([("state", "Aborted")]), cancellationToken);

    /// <summary>Deletes a job with its data and results.</summary>
    /// <param name="job">The job; it must have ended.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task DeleteAsync(BulkJob job, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        return session.Rest.SendAsync(Request(job, HttpMethod.Delete) with { Expect = ExpectedAnswer.NoContent }, static (_, _) => Task.FromResult(true), observer, cancellationToken);
    }

    /// <summary>Says that a job has all of its data, so that Salesforce begins.</summary>
    internal async Task<BulkJob> CompleteUploadAsync(BulkJob job, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await SendAsync(job, HttpMethod.Patch, Json([("state", "UploadComplete")]), cancellationToken).ConfigureAwait(false);
            }
            catch (SfException e) when (attempt < 4 && IsUncertain(e))
            {
                // The answer was lost: the job itself knows whether it was told.
                var now = await GetAsync(job.Id, job.Kind, cancellationToken).ConfigureAwait(false);
                if (now.State != BulkJobState.Open)
                {
                    return now;
                }
            }
        }
    }

    /// <summary>Whether it cannot be known if Salesforce acted on a request that ended so.</summary>
    internal static bool IsUncertain(SfException e) => e.Kind == SfErrorKind.OutcomeUnknown;

    internal SfRequest Request(BulkJob job, HttpMethod method, string resource = "") =>
        new() { Method = method, Uri = job.Uri + resource, ApiVersion = job.ApiVersion ?? apiVersion };

    private static BulkJob Existing(string id, BulkJobKind kind) => new() { Id = id, Kind = kind };

    private static Func<HttpContent> Json((string Name, string? Value)[] members)
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

    private static async Task<(List<BulkJob> Jobs, string? Next)> ReadListAsync(SfResponse response, BulkJobKind kind, CancellationToken cancellationToken)
    {
        var body = await response.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var document = JsonDocument.Parse(body);
            var jobs = document.RootElement.GetProperty("records").EnumerateArray().Select(json => BulkJob.From(json, kind)).OfType<BulkJob>().ToList();
            var done = document.RootElement.GetProperty("done").GetBoolean();
            return (jobs, done ? null : document.RootElement.GetProperty("nextRecordsUrl").GetString());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new SfException(
                SfErrorKind.ResponseInvalid,
                $"{response.Url} answered with something else than a list of bulk jobs: {ServerText.FirstLine(body.Span)}",
                "Try again, and check that nothing between here and Salesforce answers in its place.");
        }
    }

    private Task<BulkJob> CreateAsync(BulkJobKind kind, (string Name, string? Value)[] members, CancellationToken cancellationToken)
    {
        var request = new SfRequest
        {
            Method = HttpMethod.Post,
            Uri = kind == BulkJobKind.Ingest ? "jobs/ingest" : "jobs/query",
            Content = Json(members),
            ApiVersion = apiVersion,

            // A job whose answer was lost has no data, or results that nobody asks for: Salesforce removes it by itself.
            IsHarmless = true,
        };
        return session.Rest.SendAsync(request, (response, cancel) => ReadAsync(response, kind, cancel), observer, cancellationToken);
    }

    private Task<BulkJob> SendAsync(BulkJob job, HttpMethod method, Func<HttpContent>? content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        return session.Rest.SendAsync(
            Request(job, method) with { Content = content }, (response, cancel) => ReadAsync(response, job.Kind, cancel), observer, cancellationToken);
    }

    private static async Task<BulkJob> ReadAsync(SfResponse response, BulkJobKind kind, CancellationToken cancellationToken) =>
        BulkJob.Parse(await response.ReadAllAsync(cancellationToken).ConfigureAwait(false), kind, response.Url);
}
