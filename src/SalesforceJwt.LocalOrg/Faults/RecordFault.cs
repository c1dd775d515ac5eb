namespace SalesforceJwt.LocalOrg;

/// <summary>A failure of records that are saved or deleted; by default, the row is locked.</summary>
public sealed class RecordFault
{
    /// <summary>Id of the record, or value of its external id in an upsert; null matches all.</summary>
    public string? Id { get; set; }

    /// <summary>Position of the record in its request or file, from 0; null matches all.</summary>
    public int? Index { get; set; }

    /// <summary>Number of records that fail; 0 for all.</summary>
    public int Times { get; set; } = 1;

    /// <summary>The error code.</summary>
    public string ErrorCode { get; set; } = "UNABLE_TO_LOCK_ROW";

    /// <summary>The message.</summary>
    public string Message { get; set; } = "unable to obtain exclusive access to this record";
}
