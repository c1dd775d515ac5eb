using System.Diagnostics;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>A job. Its work starts immediately; the states that clients see follow the options.</summary>
internal abstract class BulkJob(BulkOptions settings) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private long _startedAt;
    private int _uploadCompletePolls;
    private int _inProgressPolls;
    private BulkJobState? _end;
    private bool _isStarted;

    public required string Id { get; init; }

    public required string ApiVersion { get; init; }

    public required string Object { get; init; }

    public required string Operation { get; init; }

    public required string CreatedById { get; init; }

    public required DateTimeOffset CreatedDate { get; init; }

    public required BulkFormat Format { get; init; }

    public DateTimeOffset SystemModstamp { get; private set; }

    public string? ErrorMessage { get; private set; }

    /// <summary>Duration of the work.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Rows processed, successful and failed.</summary>
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
            lock (_gate)
            {
                return _end is BulkJobState.Aborted || !_isStarted ? _end ?? BulkJobState.Open
                    : _uploadCompletePolls > 0 ? BulkJobState.UploadComplete
                    : _inProgressPolls > 0 || !Work.IsCompleted || IsDelayed ? BulkJobState.InProgress
                    : _end ?? BulkJobState.JobComplete;
            }
        }
    }

    private bool IsDelayed => Stopwatch.GetElapsedTime(_startedAt) < settings.Delay;

    /// <summary>The state for a client that polls; counts the poll.</summary>
    public BulkJobState Poll()
    {
        lock (_gate)
        {
            var state = State;
            _ = state switch
            {
                BulkJobState.UploadComplete => _uploadCompletePolls--,
                BulkJobState.InProgress when _inProgressPolls > 0 => _inProgressPolls--,
                _ => 0,
            };
            return state;
        }
    }

    /// <summary>Starts the work.</summary>
    public void Start(DateTimeOffset now)
    {
        lock (_gate)
        {
            _isStarted = true;
            _startedAt = Stopwatch.GetTimestamp();
            (_uploadCompletePolls, _inProgressPolls) = (settings.UploadCompletePolls, settings.InProgressPolls);
            SystemModstamp = now;

            // Without the execution context, so that the job does not join the request's transaction.
            using (ExecutionContext.SuppressFlow())
            {
                Work = Task.Run(RunToEnd);
            }
        }
    }

    /// <summary>Ends the job in a state, and stops its work.</summary>
    public void End(BulkJobState state, string? message, DateTimeOffset now)
    {
        lock (_gate)
        {
            _end = state;
            _isStarted = _isStarted || state != BulkJobState.Aborted;
            (_uploadCompletePolls, _inProgressPolls) = (0, 0);
            ErrorMessage = message;
            SystemModstamp = now;
        }

        _stop.Cancel();
    }

    /// <summary>Releases the resources of the job.</summary>
    public virtual void Dispose() => _stop.Dispose();

    /// <summary>Does the work.</summary>
    /// <exception cref="BulkJobException">The job fails as a whole.</exception>
    protected abstract void Run(CancellationToken cancellationToken);

    private void RunToEnd()
    {
        try
        {
            Run(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            // End has set the state.
        }
        catch (Exception exception)
        {
            lock (_gate)
            {
                _end ??= BulkJobState.Failed;
                ErrorMessage ??= exception is BulkJobException ? exception.Message : $"InternalServerError : {exception}";
            }
        }

        Elapsed = Stopwatch.GetElapsedTime(_startedAt);
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
