namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>The state of a deploy, with Salesforce's names.</summary>
internal enum DeployStatus
{
    Pending,
    InProgress,
    Succeeded,
    SucceededPartial,
    Failed,
    Canceling,
    Canceled,
}
