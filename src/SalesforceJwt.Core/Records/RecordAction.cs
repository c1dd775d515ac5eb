namespace SalesforceJwt.Core.Records;

/// <summary>What is done with records.</summary>
internal enum RecordAction
{
    /// <summary>They are new.</summary>
    Create,

    /// <summary>They are changed; each is named by its id.</summary>
    Update,

    /// <summary>They are changed where they exist and created where they do not; each is named by an external id.</summary>
    Upsert,

    /// <summary>They go to the recycle bin; each is named by its id.</summary>
    Delete,
}
