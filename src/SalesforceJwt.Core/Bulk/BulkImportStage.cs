namespace SalesforceJwt.Core.Bulk;

/// <summary>How far one job of an import is.</summary>
public enum BulkImportStage
{
    /// <summary>There is no job: it is not made yet, or was aborted before it began.</summary>
    None,

    /// <summary>The job is open. Salesforce has touched no row, and does not begin by itself.</summary>
    Open,

    /// <summary>Salesforce was told to begin, and the answer is not there, or says nothing: it may work on the rows.</summary>
    InDoubt,

    /// <summary>Salesforce has all rows, and works on them whatever happens here.</summary>
    Begun,
}
