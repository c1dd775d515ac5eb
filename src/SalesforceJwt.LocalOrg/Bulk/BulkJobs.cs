using System.Collections.Concurrent;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>The jobs of the org. Safe to use from several threads.</summary>
internal sealed class BulkJobs : IDisposable
{
    private readonly ConcurrentDictionary<string, BulkJob> jobs = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(BulkJobState State, string? Message)> planned = new();
    private int last;

    /// <summary>The id for a new job.</summary>
    public string NewId() => SalesforceId.Create("750", Interlocked.Increment(ref last));

    public void Add(BulkJob job) => jobs[SalesforceId.Key(job.Id)] = job;

    /// <summary>The job with this id.</summary>
    /// <exception cref="ApiException">There is none, or it is of the other kind.</exception>
    public T Get<T>(string id)
        where T : BulkJob
    {
        if (!SalesforceId.IsValid(id))
        {
            throw ApiException.BadRequest("INVALIDJOB", $"Invalid job id: {id}");
        }

        return Find(id) as T ?? throw ApiException.NotFound();
    }

    public BulkJob? Find(string id) => jobs.GetValueOrDefault(SalesforceId.Key(id));

    /// <summary>The jobs of a kind, oldest first.</summary>
    public IEnumerable<T> All<T>()
        where T : BulkJob =>
        jobs.Values.OfType<T>().OrderBy(job => job.Id, StringComparer.Ordinal);

    public void Remove(BulkJob job)
    {
        jobs.TryRemove(SalesforceId.Key(job.Id), out _);
        job.Dispose();
    }

    /// <summary>Makes the next job that starts end in a state.</summary>
    public void Plan(BulkJobState state, string? message) => planned.Enqueue((state, message));

    /// <summary>Starts a job, or ends it as planned.</summary>
    public void Start(BulkJob job, DateTimeOffset now)
    {
        if (planned.TryDequeue(out var end))
        {
            job.End(end.State, end.Message, now);
        }
        else
        {
            job.Start(now);
        }
    }

    public void Dispose()
    {
        foreach (var job in jobs.Values)
        {
            job.End(BulkJobState.Aborted, null, job.SystemModstamp);
            job.Work.Wait();
            job.Dispose();
        }
    }
}
