using SalesforceJwt.LocalOrg.Metadata.Apex;

namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>The result of a deploy that has run.</summary>
internal sealed record DeployOutcome(DeployStatus Status, IReadOnlyList<DeployMessage> Messages, ApexTestRun Tests)
{
    public string? ErrorStatusCode { get; init; }

    public string? ErrorMessage { get; init; }

    /// <summary>The result if its components could not be saved in the end.</summary>
    public DeployOutcome FailFinalizing() => this with
    {
        Status = DeployStatus.FinalizingDeployFailed,
        ErrorStatusCode = "UNKNOWN_EXCEPTION",
        ErrorMessage = "The deployment failed while it was being finalized.",
    };
}
