using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Metadata;

/// <summary>Polls deployments until they have ended, and then reads their details.</summary>
internal sealed class DeployPoller
{
    // The place in the queue costs a request of its own.
    private const int PollsPerCount = 3;

    private readonly DeployClient _deployments;
    private readonly Poller<SfDeployment> _poller;
    private int _polls;

    public DeployPoller(DeployClient deployments)
    {
        _deployments = deployments;
        _poller = new Poller<SfDeployment>(deployments.Session, PollAsync, static deployment => deployment.Done);
    }

    /// <summary>Waits until a deployment has ended, with any status.</summary>
    /// <param name="progress">Receives it after each poll, on any thread; null if not needed.</param>
    /// <param name="cancellationToken">Ends the waiting; the deployment continues.</param>
    public Task<SfDeployment> WaitAsync(
        SfDeployment deployment, Action<SfDeployment>? progress = null, CancellationToken cancellationToken = default) =>
        _poller.WaitAsync(deployment, progress, cancellationToken);

    /// <summary>Waits for several deployments in parallel, and returns each one, in order, when it has ended.</summary>
    /// <param name="timeout">Maximum time; null for no limit. One that has not ended by then is returned in its last state.</param>
    /// <param name="progress">Receives all of them after each poll, on any thread; null if not needed.</param>
    /// <param name="cancellationToken">Ends the waiting; the deployments continue.</param>
    public IAsyncEnumerable<SfDeployment> WaitEachAsync(
        IReadOnlyList<SfDeployment> several,
        TimeSpan? timeout,
        Action<IReadOnlyList<SfDeployment>>? progress,
        CancellationToken cancellationToken) => _poller.WaitEachAsync(several, timeout, progress, cancellationToken);

    private async Task<(SfDeployment Deployment, TimeSpan? Pause)> PollAsync(SfDeployment deployment, CancellationToken cancellationToken)
    {
        var (now, pause) = await _deployments.PollAsync(
            deployment.Id, withDetails: false, _poller.Retry, cancellationToken).ConfigureAwait(false);
        if (now.Done)
        {
            return await _deployments.PollAsync(now.Id, withDetails: true, _poller.Retry, cancellationToken).ConfigureAwait(false);
        }

        if (now.Status == SfDeploymentStatus.Pending)
        {
            now.DeploymentsAhead = Interlocked.Increment(ref _polls) % PollsPerCount == 0
                ? await CountAheadAsync(now, cancellationToken).ConfigureAwait(false)
                : deployment.DeploymentsAhead;
        }

        return (now, pause);
    }

    private async Task<int?> CountAheadAsync(SfDeployment deployment, CancellationToken cancellationToken)
    {
        try
        {
            return await _deployments.CountAheadAsync(deployment, cancellationToken).ConfigureAwait(false);
        }
        catch (SfException)
        {
            // It is only for the progress; this user may not query deployments.
            return null;
        }
    }
}
