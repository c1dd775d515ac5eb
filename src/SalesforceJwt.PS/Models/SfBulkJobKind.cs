namespace SalesforceJwt.PS.Models;

/// <summary>What a bulk job does.</summary>
public enum SfBulkJobKind
{
    /// <summary>It writes records.</summary>
    Ingest,

    /// <summary>It reads records.</summary>
    Query,
}
