namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>A result set of a bulk job.</summary>
internal enum ResultSet
{
    /// <summary>Rows of an ingest job that were written, with <c>sf__Id</c> and <c>sf__Created</c>.</summary>
    Successful,

    /// <summary>Rows of an ingest job that failed, with <c>sf__Id</c> and <c>sf__Error</c>.</summary>
    Failed,

    /// <summary>Rows of an ingest job that were not processed, as they were sent.</summary>
    Unprocessed,

    /// <summary>Rows that a query job found.</summary>
    Query,
}
