namespace SalesforceJwt.PS.Models;

/// <summary>How far a bulk job is, as Salesforce names it.</summary>
public enum SfBulkJobState
{
    /// <summary>A state that this module does not know.</summary>
    Unknown,

    /// <summary>It waits for its data.</summary>
    Open,

    /// <summary>Its data is there; it waits for its turn.</summary>
    UploadComplete,

    /// <summary>Salesforce works on it.</summary>
    InProgress,

    /// <summary>It is done, though single rows may have failed.</summary>
    JobComplete,

    /// <summary>It failed as a whole.</summary>
    Failed,

    /// <summary>Somebody ended it.</summary>
    Aborted,
}
