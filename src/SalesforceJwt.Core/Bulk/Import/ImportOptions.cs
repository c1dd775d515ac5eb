using SalesforceJwt.Core.Bulk.Jobs;

namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>Options of a bulk import.</summary>
internal sealed record ImportOptions
{
    public const long DefaultJobSize = 100_000_000;

    /// <summary>The options of each job.</summary>
    public required IngestJobOptions Job { get; init; }

    /// <summary>
    /// Maximum size of one job's CSV in bytes. Salesforce's limit is 150 MB after base64 encoding, which is about 112 MB of CSV.
    /// </summary>
    public long JobSize { get; init; } = DefaultJobSize;

    /// <summary>A text that sets a field to null, in addition to <c>#N/A</c>; null if there is none.</summary>
    public string? NullValue { get; init; }

    /// <summary>Full path of the folder for result files; null saves none.</summary>
    public string? ResultFolder { get; init; }

    /// <summary>Whether the import ends once all data is uploaded, without waiting for the jobs.</summary>
    public bool NoWait { get; init; }
}
