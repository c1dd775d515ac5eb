namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>The state of a deploy, with Salesforce's names.</summary>
internal enum DeployStatus
{
    Pending,
    InProgress,
    FinalizingDeploy,
    Succeeded,
    SucceededPartial,
    Failed,
    FinalizingDeployFailed,
    Canceling,
    Canceled,
}
