using System.Text;
using Microsoft.Net.Http.Headers;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>Bulk API 2.0 <c>/jobs/ingest</c>: saves and deletes records from CSV.</summary>
internal sealed class IngestEndpoints(Org org)
{
    private const string Root = "/services/data/{version}/jobs/ingest";
    private static readonly string[] Patch = [HttpMethods.Patch];
    private readonly IngestUpload _uploads = new(org);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Root, CreateAsync);
        routes.MapRead(Root, context => BulkJobList.WriteAsync<IngestJob>(context, org, "ingest"));
        routes.MapRead(Root + "/{id}", context => Json.WriteAsync(context, StatusCodes.Status200OK, BulkJobInfo.Full(Find(context))));
        routes.MapMethods(Root + "/{id}", Patch, ChangeAsync);
        routes.MapDelete(Root + "/{id}", DeleteAsync);
        routes.MapPut(Root + "/{id}/batches", UploadAsync);
        routes.MapRead(Root + "/{id}/successfulResults", context => WriteResultsAsync(context, success: true));
        routes.MapRead(Root + "/{id}/failedResults", context => WriteResultsAsync(context, success: false));
        routes.MapRead(Root + "/{id}/unprocessedrecords", WriteUnprocessedAsync);
    }

    private async Task CreateAsync(HttpContext context)
    {
        IngestJob job;
        if (Multipart.IsMultipart(context.Request, out var type))
        {
            job = await _uploads.ReadJobWithDataAsync(context, type);
            org.Jobs.Add(job);
            org.Jobs.Start(job, org.Now);
        }
        else
        {
            using var json = await Json.ReadObjectAsync(context);
            job = IngestJobReader.Read(context, org, json.RootElement);
            org.Jobs.Add(job);
        }

        await Json.WriteAsync(context, StatusCodes.Status200OK, BulkJobInfo.Created(job, job.State));
    }

    private async Task UploadAsync(HttpContext context)
    {
        var job = Find(context);
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase))
        {
            throw new ApiException(
                StatusCodes.Status415UnsupportedMediaType,
                "UNSUPPORTED_MEDIA_TYPE",
                $"Content-Type not supported: {context.Request.ContentType ?? "none"}");
        }

        if (job.State != BulkJobState.Open)
        {
            throw InvalidState($"Uploading data is not allowed for a job in state {job.State}.");
        }

        if (job.UploadPath is not null)
        {
            throw ApiException.BadRequest(
                "CLIENTINPUTERROR",
                $"Found multiple contents for job: <{job.Id}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job "
                + "and make sure you only do 'PUT' once on a given Job.");
        }

        job.UploadPath = await _uploads.SaveAsync(context.Request.Body, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status201Created;
    }

    private async Task ChangeAsync(HttpContext context)
    {
        var job = Find(context);
        using var json = await Json.ReadObjectAsync(context);
        BulkJson.CheckMembers(json.RootElement, "state");
        switch (BulkJson.Text(json.RootElement, "state"))
        {
            case "UploadComplete" when job.State == BulkJobState.Open:
                org.Jobs.Start(job, org.Now);
                break;
            case "UploadComplete":
                throw InvalidState($"Closing already {StateName(job)} Job not allowed");
            case "Aborted":
                Abort(org, job);
                break;
            case var other:
                throw BulkJson.UnknownValue("JobStateEnum", other ?? "", ["UploadComplete", "Aborted"]);
        }

        await Json.WriteAsync(context, StatusCodes.Status200OK, BulkJobInfo.Created(job, job.State));
    }

    /// <summary>Aborts a job.</summary>
    /// <exception cref="ApiException">The job has ended.</exception>
    public static void Abort(Org org, BulkJob job)
    {
        if (job.HasEnded)
        {
            throw InvalidState($"Aborting already {StateName(job)} Job not allowed");
        }

        job.End(BulkJobState.Aborted, null, org.Now);
    }

    private Task DeleteAsync(HttpContext context)
    {
        var job = Find(context);
        if (job.State is BulkJobState.Open or BulkJobState.InProgress)
        {
            throw InvalidState($"Deleting a job in state {job.State} is not allowed.");
        }

        org.Jobs.Remove(job);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private async Task WriteResultsAsync(HttpContext context, bool success)
    {
        var job = Find(context);
        job.RequireEnd("results");
        await job.Work;
        if ((success ? job.SuccessPath : job.FailurePath) is { } path)
        {
            await BulkCsv.SendAsync(context, path);
        }
        else
        {
            await BulkCsv.SendAsync(context, Encoding.UTF8.GetBytes(job.ResultHeader(success) + job.Format.NewLine));
        }
    }

    private async Task WriteUnprocessedAsync(HttpContext context)
    {
        var job = Find(context);
        job.RequireEnd("unprocessed records");
        await job.Work;
        var path = org.BulkFiles.NewPath();
        try
        {
            await using (var writer = new StreamWriter(BulkFiles.Create(path), new UTF8Encoding(false)))
            {
                job.WriteUnprocessed(writer);
            }

            await BulkCsv.SendAsync(context, path);
        }
        finally
        {
            BulkFiles.Delete(path);
        }
    }

    private IngestJob Find(HttpContext context) => org.Jobs.Get<IngestJob>(context.RouteValue("id"));

    private static string StateName(BulkJob job) => job.State == BulkJobState.JobComplete ? "Completed" : job.State.ToString();

    private static ApiException InvalidState(string message) => ApiException.BadRequest("INVALIDJOBSTATE", message);
}
