namespace SalesforceJwt.LocalOrg.Data;

/// <summary>What clients may do with the records of an object.</summary>
[Flags]
internal enum RecordOperations
{
    None = 0,
    Create = 1,
    Update = 2,
    Delete = 4,
    All = Create | Update | Delete,
}
