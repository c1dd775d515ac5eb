using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>Records that have the same values in the fields of GROUP BY.</summary>
/// <param name="Keys">Those values.</param>
/// <param name="Records">The records.</param>
internal sealed record RecordGroup(object?[] Keys, List<Record> Records);
