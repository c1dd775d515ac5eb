namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>Which results of a bulk job.</summary>
internal enum ResultSet
{
    /// <summary>Rows of a job of writing that were written, with <c>sf__Id</c> and <c>sf__Created</c>.</summary>
    Successful,

    /// <summary>Rows of a job of writing that failed, with <c>sf__Id</c> and <c>sf__Error</c>.</summary>
    Failed,

    /// <summary>Rows of a job of writing that were not worked on, as they were sent.</summary>
    Unprocessed,

    /// <summary>What a query found.</summary>
    Query,
}
