namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>The stage of one job of an import.</summary>
internal enum ImportPartStage
{
    /// <summary>There is no job: it is not made yet, or was aborted before it began.</summary>
    None,

    /// <summary>The job is open. Salesforce has not processed any row, and does not begin without a request.</summary>
    Open,

    /// <summary>The request to begin was sent, and its answer was lost or says nothing: Salesforce may be working on the rows.</summary>
    MayHaveStarted,

    /// <summary>Salesforce has all rows, and processes them independently of this client.</summary>
    Started,
}
