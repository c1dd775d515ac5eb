namespace SalesforceJwt.LocalOrg;

/// <summary>How bulk jobs behave.</summary>
public sealed class BulkOptions
{
    /// <summary>Number of polls that return UploadComplete.</summary>
    public int UploadCompletePolls { get; set; }

    /// <summary>Number of polls that then return InProgress; at least one, so that a client that does not wait is noticed.</summary>
    public int InProgressPolls { get; set; } = 1;

    /// <summary>Minimum duration of a job.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Most bytes of one upload, counted after base64 encoding as Salesforce does.</summary>
    public long MaxUploadBytes { get; set; } = 150_000_000;

    /// <summary>False: jobs count their rows and return ids, but save no records.</summary>
    public bool SavesRecords { get; set; } = true;

    /// <summary>Rows per page of results, unless the request asks for another number.</summary>
    public int ResultPageSize { get; set; } = 100_000;

    /// <summary>Repeats the rows of a query up to this number, for large results from a small org; 0 for no repetition.</summary>
    public long RepeatedRows { get; set; }

    /// <summary>Jobs per page of the list of jobs.</summary>
    public int ListPageSize { get; set; } = 1000;

    /// <summary>
    /// Whether a job fails if any line break of its upload, quoted values included, differs from its <c>lineEnding</c>. Salesforce does not
    /// document this case; false checks the header's line break only.
    /// </summary>
    public bool StrictLineEndings { get; set; }
}
