namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>The stage of one job of an import.</summary>
internal enum ImportPartStage
{
    /// <summary>There is no job: it is not created yet, or was aborted before it started.</summary>
    None,

    /// <summary>The job is open. Salesforce has not processed any row, and does not start without a request.</summary>
    Open,

    /// <summary>The request to start was sent, and its response was lost or invalid: Salesforce may be processing the rows.</summary>
    MayHaveStarted,

    /// <summary>Salesforce has all rows, and processes them independently of this client.</summary>
    Started,
}
