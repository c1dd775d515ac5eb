using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Metadata;

/// <summary>
/// Starts deployments. If the response is lost or invalid, Salesforce may have started the deployment anyway: it is looked up, and never
/// sent again.
/// </summary>
internal sealed class DeployCreation(DeployClient deployments, bool checkOnly)
{
    private const int MostListed = 20;

    // A deployment can appear a little after its request was received.
    private static readonly TimeSpan[] Waits = [TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5)];

    /// <summary>The validation that a quick deployment deploys; null for other deployments.</summary>
    public string? ValidatedId { get; init; }

    /// <summary>Sends the request.</summary>
    /// <param name="what">What it starts, for messages.</param>
    public async Task<SfDeployment> CreateAsync(SfRequest request, string what, CancellationToken cancellationToken)
    {
        var time = deployments.Session.Transport.Time;
        var started = time.GetTimestamp();
        try
        {
            return await deployments.PostAsync(request, ValidatedId, cancellationToken).ConfigureAwait(false);
        }
        catch (SfException e) when (e.Kind is SfErrorKind.OutcomeUnknown or SfErrorKind.ResponseInvalid)
        {
            return await FindAsync(what, e, () => time.GetElapsedTime(started), cancellationToken).ConfigureAwait(false);
        }
        catch (SfRestException e)
        {
            throw DeploymentErrors.Explain(e, ValidatedId);
        }
    }

    /// <summary>Finds the deployment that this user has started since.</summary>
    private async Task<SfDeployment> FindAsync(
        string what, SfException failure, Func<TimeSpan> elapsed, CancellationToken cancellationToken)
    {
        SfException? lookUpFailure = null;
        foreach (var wait in Waits)
        {
            await Task.Delay(wait, deployments.Session.Transport.Time, cancellationToken).ConfigureAwait(false);
            try
            {
                var recent = await deployments.ListRecentAsync(elapsed, MostListed, cancellationToken).ConfigureAwait(false);
                var found = recent.FindAll(deployment => deployment.CheckOnly == checkOnly);
                switch (found)
                {
                    case [var only]:
                        return only;
                    case { Count: > 1 }:
                        throw DeploymentErrors.Several(what, found, failure);
                    default:
                        lookUpFailure = null;
                        break;
                }
            }
            catch (SfException e) when (e.Kind != SfErrorKind.OutcomeUnknown)
            {
                lookUpFailure = e;
            }
        }

        throw DeploymentErrors.NotFound(what, failure, lookUpFailure);
    }
}
