using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>The deploys of the org, which run one after the other. Thread-safe.</summary>
internal sealed class DeployQueue(Org org)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Deploy> _all = new(StringComparer.Ordinal);
    private readonly Queue<Deploy> _open = new();
    private DateTimeOffset _lastEnd = DateTimeOffset.MinValue;
    private DateTimeOffset _lastSaved = DateTimeOffset.MinValue;

    private MetadataOptions Settings => org.Options.Metadata;

    /// <summary>Adds a deploy to the end of the queue.</summary>
    public Deploy Add(OrgUser user, DeployOptions options, DeployInput input, string? validatedId = null)
    {
        lock (_gate)
        {
            var id = org.Records.Insert(org.Schema.DeployRequest, _ => { }, user.Id).Id;
            var deploy = new Deploy(id, user, options, input, org.Now) { ValidatedId = validatedId };
            _all.Add(SalesforceId.Key(id), deploy);
            _open.Enqueue(deploy);
            Save(deploy);
            return deploy;
        }
    }

    /// <exception cref="ApiException">There is no such deploy.</exception>
    public Deploy Find(string id) => Read(() => _all.GetValueOrDefault(SalesforceId.Key(id))) ?? throw new ApiException(
        StatusCodes.Status404NotFound, "NOT_FOUND", "The requested resource does not exist");

    /// <summary>Reads deploys while none of them changes.</summary>
    public T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    /// <summary>Brings every deploy to the state that it has now.</summary>
    public void Advance()
    {
        lock (_gate)
        {
            while (_open.TryPeek(out var deploy))
            {
                Advance(deploy);
                if (!deploy.IsDone)
                {
                    return;
                }

                _open.Dequeue();
                _lastEnd = deploy.CompletedAt!.Value;
            }
        }
    }

    /// <summary>Cancels a deploy: at once while it is pending.</summary>
    /// <exception cref="ApiException">It is done.</exception>
    public void Cancel(Deploy deploy, OrgUser user)
    {
        lock (_gate)
        {
            if (deploy.IsDone)
            {
                throw ApiException.BadRequest("INVALID_ID_FIELD", "Deployment already completed");
            }

            if (deploy.Status == DeployStatus.FinalizingDeploy)
            {
                throw ApiException.BadRequest("INVALID_OPERATION", "The deployment is being finalized, and can't be canceled.");
            }

            deploy.CanceledBy ??= user;
            deploy.CanceledAt ??= org.Now;
            if (deploy.Status == DeployStatus.Pending)
            {
                deploy.Status = DeployStatus.Canceled;
                deploy.CompletedAt = org.Now;
            }
            else
            {
                deploy.Status = DeployStatus.Canceling;
            }

            Save(deploy);
        }
    }

    /// <summary>Whether the components of a validation can be deployed without tests: it is recent, and no deploy came after it.</summary>
    public bool IsRecentlyValidated(Deploy deploy) => Read(() =>
        deploy is { Status: DeployStatus.Succeeded, Options.CheckOnly: true }
        && deploy.TestLevelIn(Settings) != TestLevel.NoTestRun
        && org.Now - deploy.CompletedAt <= Settings.ValidationLifetime
        && deploy.CompletedAt >= _lastSaved);

    private void Advance(Deploy deploy)
    {
        if (deploy.Status == DeployStatus.Pending)
        {
            var start = Later(deploy.CreatedAt + Settings.QueueTime, _lastEnd);
            if (org.Now < start)
            {
                return;
            }

            deploy.StartedAt = start;
            deploy.Status = DeployStatus.InProgress;
            Save(deploy);
        }

        if (deploy.Status == DeployStatus.Canceling && org.Now >= deploy.CanceledAt + Settings.CancelTime)
        {
            Complete(deploy, DeployStatus.Canceled, deploy.CanceledAt!.Value + Settings.CancelTime);
        }
        else if (deploy.Status == DeployStatus.InProgress && org.Now >= deploy.StartedAt + Settings.DeployTime)
        {
            if (Finalizes(deploy))
            {
                deploy.Status = DeployStatus.FinalizingDeploy;
                Save(deploy);
            }
            else
            {
                deploy.Outcome = DeployRun.Run(org, deploy);
                Complete(deploy, deploy.Outcome.Status, deploy.StartedAt!.Value + Settings.DeployTime);
            }
        }

        if (deploy.Status == DeployStatus.FinalizingDeploy
            && deploy.StartedAt!.Value + Settings.DeployTime + Settings.FinalizeTime is var end && org.Now >= end)
        {
            deploy.Outcome = DeployRun.Run(org, deploy, saves: !Settings.FailsFinalizing);
            if (Settings.FailsFinalizing)
            {
                deploy.Outcome = deploy.Outcome.FailFinalizing();
            }

            Complete(deploy, deploy.Outcome.Status, end);
        }
    }

    private bool Finalizes(Deploy deploy) => !deploy.Options.CheckOnly
        && (Settings.FinalizeTime > TimeSpan.Zero || Settings.FailsFinalizing)
        && DeployRun.Run(org, deploy, saves: false).Status is DeployStatus.Succeeded or DeployStatus.SucceededPartial;

    private void Complete(Deploy deploy, DeployStatus status, DateTimeOffset at)
    {
        deploy.Status = status;
        deploy.CompletedAt = at;
        if (!deploy.Options.CheckOnly && status is DeployStatus.Succeeded or DeployStatus.SucceededPartial)
        {
            _lastSaved = at;
        }

        Save(deploy);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private void Save(Deploy deploy)
    {
        var progress = DeployProgress.Of(deploy, org);
        org.Records.Update(org.Records.Find(org.Schema.DeployRequest, deploy.Id)!, record =>
        {
            record["Status"] = deploy.Status.ToString();
            record["StateDetail"] = deploy.StateDetail;
            record["CheckOnly"] = deploy.Options.CheckOnly;
            record["IgnoreWarnings"] = deploy.Options.IgnoreWarnings;
            record["RollbackOnError"] = deploy.Options.RollbackOnError;
            record["RunTestsEnabled"] = deploy.TestLevelIn(Settings) != TestLevel.NoTestRun;
            record["StartDate"] = deploy.StartedAt;
            record["CompletedDate"] = deploy.CompletedAt;
            record["CanceledById"] = deploy.CanceledBy?.Id;
            record["ErrorMessage"] = deploy.Outcome?.ErrorMessage;
            record["ErrorStatusCode"] = deploy.Outcome?.ErrorStatusCode;
            record["NumberComponentsTotal"] = progress.ComponentsTotal;
            record["NumberComponentsDeployed"] = progress.ComponentsDeployed;
            record["NumberComponentErrors"] = progress.ComponentErrors;
            record["NumberTestsTotal"] = progress.TestsTotal;
            record["NumberTestsCompleted"] = progress.TestsCompleted;
            record["NumberTestErrors"] = progress.TestErrors;
        });
    }
}
