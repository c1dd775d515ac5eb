using System.Globalization;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>The JSON of jobs.</summary>
internal static class BulkJobInfo
{
    /// <summary>The response to a request that created or changed a job.</summary>
    public static Dictionary<string, object?> Created(BulkJob job, BulkJobState state)
    {
        var info = new Dictionary<string, object?>
        {
            ["id"] = job.Id,
            ["operation"] = job.Operation,
            ["object"] = job.Object,
            ["createdById"] = job.CreatedById,
            ["createdDate"] = Date(job.CreatedDate),
            ["systemModstamp"] = Date(job.SystemModstamp == default ? job.CreatedDate : job.SystemModstamp),
            ["state"] = state.ToString(),
            ["concurrencyMode"] = "Parallel",
            ["contentType"] = "CSV",
            ["apiVersion"] = decimal.Parse(job.ApiVersion, CultureInfo.InvariantCulture),
        };
        if (job is IngestJob ingest)
        {
            if (ingest.Key is not null)
            {
                info["externalIdFieldName"] = ingest.Key.Name;
            }

            if (state == BulkJobState.Open)
            {
                info["contentUrl"] = $"services/data/v{job.ApiVersion}/jobs/ingest/{job.Id}/batches";
            }
        }

        info["lineEnding"] = job.Format.LineEnding;
        info["columnDelimiter"] = job.Format.ColumnDelimiter;
        return info;
    }

    /// <summary>The response to a request for a job's state.</summary>
    public static Dictionary<string, object?> Full(BulkJob job)
    {
        var state = job.Poll();
        var info = ListItem(job, state);
        var milliseconds = (long)job.Elapsed.TotalMilliseconds;
        info["numberRecordsProcessed"] = job.Processed;
        info["retries"] = 0;
        info["totalProcessingTime"] = milliseconds;
        if (job is IngestJob)
        {
            info["numberRecordsFailed"] = job.Failed;
            info["apiActiveProcessingTime"] = milliseconds;
            info["apexProcessingTime"] = 0;
        }
        else
        {
            info["isPkChunkingSupported"] = true;
        }

        if (job.ErrorMessage is not null && job.HasEnded)
        {
            info["errorMessage"] = job.ErrorMessage;
        }

        return info;
    }

    /// <summary>An entry in the list of jobs.</summary>
    public static Dictionary<string, object?> ListItem(BulkJob job, BulkJobState state)
    {
        var info = Created(job, state);
        info["jobType"] = job is IngestJob ? "V2Ingest" : "V2Query";
        return info;
    }

    private static string Date(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);
}
