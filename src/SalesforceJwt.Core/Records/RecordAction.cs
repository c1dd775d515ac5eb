namespace SalesforceJwt.Core.Records;

/// <summary>The operation on records.</summary>
internal enum RecordAction
{
    /// <summary>Creates records.</summary>
    Create,

    /// <summary>Updates records by their ids.</summary>
    Update,

    /// <summary>Updates records by an external id, and creates those that do not exist.</summary>
    Upsert,

    /// <summary>Deletes records by their ids: they go to the recycle bin.</summary>
    Delete,
}
