namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>Where the results of an import lie; null where there are no rows of the kind.</summary>
/// <param name="Successful">Rows that were written.</param>
/// <param name="Failed">Rows that failed, with their errors.</param>
/// <param name="Unprocessed">Rows that were not worked on.</param>
internal sealed record ResultPaths(string? Successful, string? Failed, string? Unprocessed);
