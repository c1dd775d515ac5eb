using SalesforceJwt.Core.Bulk.Jobs;

namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>How data is imported.</summary>
internal sealed record ImportOptions
{
    /// <summary>What is done with the rows.</summary>
    public required IngestJobOptions Ingest { get; init; }

    /// <summary>Most bytes of CSV for one job. Salesforce takes 150 MB of it after it made it base64, which is about 112 MB before.</summary>
    public long JobSize { get; init; } = 100_000_000;
}
