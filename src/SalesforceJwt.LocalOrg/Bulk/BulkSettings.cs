namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>How the org's bulk jobs behave.</summary>
public sealed class BulkSettings
{
    /// <summary>How often a job says UploadComplete when asked for its state.</summary>
    public int UploadCompletePolls { get; set; }

    /// <summary>How often it then says InProgress: a client that never waits would show no other way.</summary>
    public int InProgressPolls { get; set; } = 1;

    /// <summary>How long a job takes at least.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Most bytes of one upload, counted as Salesforce does: after they are made base64.</summary>
    public long MaxUploadBytes { get; set; } = 150_000_000;

    /// <summary>False counts the rows of a job and gives them ids, but saves no records.</summary>
    public bool SavesRecords { get; set; } = true;

    /// <summary>Rows of one page of results, unless the request asks for fewer.</summary>
    public int ResultPageSize { get; set; } = 100_000;

    /// <summary>A query with any rows gives at least so many, by repeating them: large results from a small org.</summary>
    public long RepeatedRows { get; set; }

    /// <summary>Jobs on one page of a list of jobs.</summary>
    public int ListPageSize { get; set; } = 1000;

    /// <summary>
    /// Whether a job fails if any line break of its upload, in a quoted value too, differs from its <c>lineEnding</c>. Salesforce's
    /// documentation does not say what happens then; false checks the end of the header alone.
    /// </summary>
    public bool StrictLineEndings { get; set; }
}
