namespace SalesforceJwt.Core.Bulk;

/// <summary>What a bulk job does.</summary>
public enum BulkJobKind
{
    /// <summary>It writes records.</summary>
    Ingest,

    /// <summary>It reads records.</summary>
    Query,
}
