namespace SalesforceJwt.LocalOrg;

/// <summary>How a <see cref="LocalOrgServer"/> starts.</summary>
public sealed class LocalOrgOptions
{
    /// <summary>Port for plain HTTP on 127.0.0.1; 0 takes a free one.</summary>
    public int HttpPort { get; set; }

    /// <summary>Port for HTTPS on 127.0.0.1; 0 takes a free one.</summary>
    public int HttpsPort { get; set; }

    /// <summary>Number of contacts the org starts with, on accounts with opportunities and cases. They are the same in every run.</summary>
    public int Records { get; set; } = 100;

    /// <summary>Most rows of one query page, 1 to 2,000. A request may ask for fewer, never for more.</summary>
    public int MaxPageSize { get; set; } = 2000;

    /// <summary>Most child records in the list of one record, at least 1.</summary>
    public int NestedPageSize { get; set; } = 500;

    /// <summary>
    /// Seed of a random order of the members of JSON objects, with unknown members between them; null for Salesforce's order and members.
    /// For tests of clients that should rely on neither.
    /// </summary>
    public int? MemberOrder { get; set; }

    /// <summary>Called after each answer. Requests below <c>/_localorg</c> are left out.</summary>
    public Action<LoggedRequest>? RequestCompleted { get; set; }
}
