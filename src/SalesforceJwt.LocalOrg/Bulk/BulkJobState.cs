namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>State of a bulk job, with Salesforce's names.</summary>
internal enum BulkJobState
{
    /// <summary>Waiting for its data.</summary>
    Open,

    /// <summary>All data is there.</summary>
    UploadComplete,

    /// <summary>The job is running.</summary>
    InProgress,

    /// <summary>Complete; single records may have failed.</summary>
    JobComplete,

    /// <summary>Failed as a whole.</summary>
    Failed,

    /// <summary>Aborted by its user.</summary>
    Aborted,
}
