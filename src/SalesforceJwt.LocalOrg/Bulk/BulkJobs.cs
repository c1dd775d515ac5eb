using System.Collections.Concurrent;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>The jobs of the org. Thread-safe.</summary>
internal sealed class BulkJobs : IDisposable
{
    private readonly ConcurrentDictionary<string, BulkJob> _jobs = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(BulkJobState State, string? Message)> _planned = new();
    private int _last;

    /// <summary>The id for a new job.</summary>
    public string NewId() => SalesforceId.Create("750", Interlocked.Increment(ref _last));

    public void Add(BulkJob job) => _jobs[SalesforceId.Key(job.Id)] = job;

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

    public BulkJob? Find(string id) => _jobs.GetValueOrDefault(SalesforceId.Key(id));

    /// <summary>The jobs of a kind, oldest first.</summary>
    public IEnumerable<T> All<T>()
        where T : BulkJob =>
        _jobs.Values.OfType<T>().OrderBy(job => job.Id, StringComparer.Ordinal);

    public void Remove(BulkJob job)
    {
        _jobs.TryRemove(SalesforceId.Key(job.Id), out _);
        job.Dispose();
    }

    /// <summary>Ends the next job that starts in a state.</summary>
    public void Plan(BulkJobState state, string? message) => _planned.Enqueue((state, message));

    /// <summary>Starts a job, or ends it if <see cref="Plan"/> says so.</summary>
    public void Start(BulkJob job, DateTimeOffset now)
    {
        if (_planned.TryDequeue(out var end))
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
        foreach (var job in _jobs.Values)
        {
            job.End(BulkJobState.Aborted, null, job.SystemModstamp);
            job.Work.Wait();
            job.Dispose();
        }
    }
}
