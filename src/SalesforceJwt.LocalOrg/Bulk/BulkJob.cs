using System.Diagnostics;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>A job, from its creation to its end. The work itself is done at once; what clients see of it follows the settings.</summary>
internal abstract class BulkJob(BulkSettings settings) : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stop = new();
    private long startedAt;
    private int uploadCompletePolls;
    private int inProgressPolls;
    private BulkJobState? end;
    private bool isStarted;

    public required string Id { get; init; }

    public required string ApiVersion { get; init; }

    public required string Object { get; init; }

    public required string Operation { get; init; }

    public required string CreatedById { get; init; }

    public required DateTimeOffset CreatedDate { get; init; }

    public required BulkFormat Format { get; init; }

    public DateTimeOffset SystemModstamp { get; private set; }

    public string? ErrorMessage { get; private set; }

    /// <summary>Time that the work took.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Rows done, successfully or not.</summary>
    public long Processed { get; protected set; }

    /// <summary>Rows that failed.</summary>
    public long Failed { get; protected set; }

    /// <summary>Completes when the work has ended.</summary>
    public Task Work { get; private set; } = Task.CompletedTask;

    public bool HasEnded => State is BulkJobState.JobComplete or BulkJobState.Failed or BulkJobState.Aborted;

    /// <summary>The state as clients see it.</summary>
    public BulkJobState State
    {
        get
        {
            lock (gate)
            {
                return end is BulkJobState.Aborted || !isStarted ? end ?? BulkJobState.Open
                    : uploadCompletePolls > 0 ? BulkJobState.UploadComplete
                    : inProgressPolls > 0 || !Work.IsCompleted || Stopwatch.GetElapsedTime(startedAt) < settings.Delay ? BulkJobState.InProgress
                    : end ?? BulkJobState.JobComplete;
            }
        }
    }

    /// <summary>The state for a client that asks for it, which brings the end closer.</summary>
    public BulkJobState Poll()
    {
        lock (gate)
        {
            var state = State;
            _ = state switch
            {
                BulkJobState.UploadComplete => uploadCompletePolls--,
                BulkJobState.InProgress when inProgressPolls > 0 => inProgressPolls--,
                _ => 0,
            };
            return state;
        }
    }

    /// <summary>Starts the work.</summary>
    public void Start(DateTimeOffset now)
    {
        lock (gate)
        {
            isStarted = true;
            startedAt = Stopwatch.GetTimestamp();
            (uploadCompletePolls, inProgressPolls) = (settings.UploadCompletePolls, settings.InProgressPolls);
            SystemModstamp = now;

            // Without the context, so that the job is in nobody's transaction.
            using (ExecutionContext.SuppressFlow())
            {
                Work = Task.Run(RunToEnd);
            }
        }
    }

    /// <summary>Ends the job in a state, whatever it was doing.</summary>
    public void End(BulkJobState state, string? message, DateTimeOffset now)
    {
        lock (gate)
        {
            end = state;
            isStarted = isStarted || state != BulkJobState.Aborted;
            (uploadCompletePolls, inProgressPolls) = (0, 0);
            ErrorMessage = message;
            SystemModstamp = now;
        }

        stop.Cancel();
    }

    /// <summary>Ends what the job holds.</summary>
    public virtual void Dispose() => stop.Dispose();

    /// <summary>Does the work.</summary>
    /// <exception cref="BulkJobException">The job fails as a whole.</exception>
    protected abstract void Run(CancellationToken cancellationToken);

    private void RunToEnd()
    {
        try
        {
            Run(stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Its end is set already.
        }
        catch (Exception exception)
        {
            lock (gate)
            {
                end ??= BulkJobState.Failed;
                ErrorMessage ??= exception is BulkJobException ? exception.Message : $"InternalServerError : {exception}";
            }
        }

        Elapsed = Stopwatch.GetElapsedTime(startedAt);
    }

    /// <exception cref="ApiException">The job has not ended.</exception>
    public void RequireEnd(string what)
    {
        if (!HasEnded)
        {
            throw ApiException.BadRequest("INVALIDJOBSTATE", $"Unable to get {what} because the job is in state {State}.");
        }
    }
}
