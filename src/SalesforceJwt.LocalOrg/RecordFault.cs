namespace SalesforceJwt.LocalOrg;

/// <summary>A failure to be met by records that are about to be saved or deleted: by default, that another holds their lock.</summary>
public sealed class RecordFault
{
    /// <summary>Id of the record, or value of the external id it is upserted by; null matches all.</summary>
    public string? Id { get; set; }

    /// <summary>Position of the record in its request or file, from 0; null matches all.</summary>
    public int? Index { get; set; }

    /// <summary>Number of times that it strikes; 0 is always.</summary>
    public int Times { get; set; } = 1;

    /// <summary>The error code.</summary>
    public string ErrorCode { get; set; } = "UNABLE_TO_LOCK_ROW";

    /// <summary>The message.</summary>
    public string Message { get; set; } = "unable to obtain exclusive access to this record";
}
