namespace SalesforceJwt.Core.Bulk.Jobs;

/// <summary>What a bulk job does.</summary>
internal enum BulkJobKind
{
    /// <summary>It writes records.</summary>
    Ingest,

    /// <summary>It reads records.</summary>
    Query,
}
