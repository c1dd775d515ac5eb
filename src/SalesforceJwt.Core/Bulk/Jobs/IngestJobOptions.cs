namespace SalesforceJwt.Core.Bulk.Jobs;

/// <summary>What a job of writing does.</summary>
/// <param name="Type">API name of the object.</param>
/// <param name="Operation"><c>insert</c>, <c>update</c>, <c>upsert</c>, <c>delete</c> or <c>hardDelete</c>.</param>
/// <param name="ExternalId">The field by which an upsert finds records; null for all others.</param>
/// <param name="Delimiter">Separates the columns of its data.</param>
internal sealed record IngestJobOptions(string Type, string Operation, string? ExternalId = null, char Delimiter = ',');
