namespace SalesforceJwt.Core.Bulk.Jobs;

/// <summary>How far a bulk job is, as Salesforce names it (Bulk API 2.0 Developer Guide: "Get Information About an Ingest Job").</summary>
internal enum BulkJobState
{
    /// <summary>A state that is not known here.</summary>
    Unknown,

    /// <summary>It waits for its data.</summary>
    Open,

    /// <summary>Its data is there, or its query was taken; it waits for its turn.</summary>
    UploadComplete,

    /// <summary>Salesforce works on it.</summary>
    InProgress,

    /// <summary>It is done, though single rows may have failed.</summary>
    JobComplete,

    /// <summary>It failed as a whole; rows before the fault may have been written.</summary>
    Failed,

    /// <summary>Somebody ended it.</summary>
    Aborted,
}
