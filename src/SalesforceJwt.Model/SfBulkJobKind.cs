namespace SalesforceJwt.Model;

/// <summary>What a bulk job does.</summary>
public enum SfBulkJobKind
{
    /// <summary>Writes records.</summary>
    Ingest,

    /// <summary>Reads records.</summary>
    Query,
}
