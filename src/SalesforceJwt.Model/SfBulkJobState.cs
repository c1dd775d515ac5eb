namespace SalesforceJwt.Model;

/// <summary>
/// The state of a bulk job, as Salesforce names it (Bulk API 2.0 Developer Guide: "Get Information About an Ingest Job").
/// </summary>
public enum SfBulkJobState
{
    /// <summary>A state that this module does not know.</summary>
    Unknown,

    /// <summary>Waits for its data.</summary>
    Open,

    /// <summary>Has its data (or its query) and waits to be processed.</summary>
    UploadComplete,

    /// <summary>Salesforce is processing it.</summary>
    InProgress,

    /// <summary>Has ended, though single rows may have failed.</summary>
    JobComplete,

    /// <summary>Failed as a whole; rows before the fault may have been written.</summary>
    Failed,

    /// <summary>Was aborted.</summary>
    Aborted,
}
