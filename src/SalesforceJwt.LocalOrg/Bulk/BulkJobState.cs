namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>State of a bulk job, named as Salesforce names it.</summary>
public enum BulkJobState
{
    /// <summary>Waiting for its data.</summary>
    Open,

    /// <summary>All data is there.</summary>
    UploadComplete,

    /// <summary>Being worked on.</summary>
    InProgress,

    /// <summary>Done, though single records may have failed.</summary>
    JobComplete,

    /// <summary>Failed as a whole.</summary>
    Failed,

    /// <summary>Ended by its user.</summary>
    Aborted,
}
