namespace SalesforceJwt.Model;

/// <summary>A CSV file with results of bulk jobs.</summary>
public sealed class SfBulkExport
{
    internal SfBulkExport(IEnumerable<string> jobId, string path, long records, long bytes, TimeSpan elapsed)
    {
        JobId = new(jobId);
        Path = path;
        Records = records;
        Bytes = bytes;
        Elapsed = elapsed;
    }

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    /// <summary>Rows in it, without the header.</summary>
    public long Records { get; }

    /// <summary>Its size in bytes.</summary>
    public long Bytes { get; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Ids of the jobs.</summary>
    public SfList<string> JobId { get; }
}
