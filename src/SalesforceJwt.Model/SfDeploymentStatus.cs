namespace SalesforceJwt.Model;

/// <summary>The status of a deployment, as Salesforce names it (Metadata API Developer Guide: "DeployResult").</summary>
public enum SfDeploymentStatus
{
    /// <summary>A status that this module does not know.</summary>
    Unknown,

    /// <summary>Waits in the org's queue.</summary>
    Pending,

    /// <summary>Salesforce is deploying components or running tests.</summary>
    InProgress,

    /// <summary>Salesforce is saving what was deployed; it can no longer be canceled (API 65).</summary>
    FinalizingDeploy,

    /// <summary>Has ended, and everything was deployed (or, of a validation, could be).</summary>
    Succeeded,

    /// <summary>Has ended; components without errors were deployed, others were not.</summary>
    SucceededPartial,

    /// <summary>Has ended with errors, and was rolled back.</summary>
    Failed,

    /// <summary>Failed while Salesforce was saving what was deployed (API 65).</summary>
    FinalizingDeployFailed,

    /// <summary>Is being canceled.</summary>
    Canceling,

    /// <summary>Was canceled.</summary>
    Canceled,
}
