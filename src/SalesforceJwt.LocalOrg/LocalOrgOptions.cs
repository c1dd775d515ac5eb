using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg;

/// <summary>
/// How a <see cref="LocalOrgServer"/> starts and behaves. The server keeps this object as <see cref="Org.Options"/>: changes to it take
/// effect with the next request, except for those options that are read at start. Use one object for one server.
/// </summary>
public sealed class LocalOrgOptions
{
    /// <summary>Port for plain HTTP on 127.0.0.1, read at start; 0 takes a free one.</summary>
    public int HttpPort { get; set; }

    /// <summary>Port for HTTPS on 127.0.0.1, read at start; 0 takes a free one.</summary>
    public int HttpsPort { get; set; }

    /// <summary>Number of contacts at start, on accounts with opportunities and cases; the same in every run.</summary>
    public int Records { get; set; } = 100;

    /// <summary>Called after each response, except for requests below <c>/_localorg</c>. Read at start.</summary>
    public Action<LoggedRequest>? RequestCompleted { get; set; }

    /// <summary>How far the server's clock is ahead of the machine's: for the <c>Date</c> header, <c>exp</c> and sessions.</summary>
    public TimeSpan ClockOffset { get; set; }

    /// <summary>How long an unused access token stays valid; each use extends it.</summary>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromHours(2);

    /// <summary>The first API version in which the SOAP APIs accept access tokens that are JWTs; before it, they are invalid.</summary>
    public int SoapJwtVersion { get; set; } = 68;

    /// <summary>
    /// Longest time from the server's clock to an assertion's <c>exp</c>: the five minutes that the sf CLI requests, plus three for clocks
    /// that differ.
    /// </summary>
    public TimeSpan MaxAssertionLifetime { get; set; } = TimeSpan.FromMinutes(8);

    /// <summary>How long an authorization code is valid: RFC 6749's maximum, shorter than Salesforce's 15 minutes.</summary>
    public TimeSpan AuthorizationCodeLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a device code is valid.</summary>
    public TimeSpan DeviceCodeLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Shortest interval between polls of a device, in seconds; a sooner poll fails and adds five seconds.</summary>
    public int DevicePollSeconds { get; set; } = 5;

    /// <summary>Sign-ins allowed per user and hour.</summary>
    public int HourlyLoginLimit { get; set; } = 3600;

    /// <summary>API calls allowed per day; see <see cref="Org.ApiUsage"/>.</summary>
    public int DailyApiLimit { get; set; } = 100_000;

    /// <summary>Most rows of one query page, 1 to 2,000. A request may ask for fewer, never for more.</summary>
    public int MaxPageSize { get; set; } = 2000;

    /// <summary>Most child records in the list of one record, at least 1; a longer list has a <c>nextRecordsUrl</c> of its own.</summary>
    public int NestedPageSize { get; set; } = 500;

    /// <summary>How long the further pages of a query can be fetched.</summary>
    public TimeSpan QueryLocatorLifetime { get; set; } = TimeSpan.FromDays(2);

    /// <summary>
    /// Seed of a random order of the members of JSON objects, with unknown members between them; null for Salesforce's order and members.
    /// For tests of clients that should rely on neither.
    /// </summary>
    public int? MemberOrder { get; set; }

    /// <summary>False: sign-in fails with <c>inactive_org</c>.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>The org-wide setting "Allow OAuth Username-Password Flows", which is off in new orgs.</summary>
    public bool AllowsUsernamePasswordFlow { get; set; }

    /// <summary>
    /// Whether a user who exchanges a token must have approved the app, as in the JWT bearer flow. A user reports it; Salesforce's
    /// documentation does not say.
    /// </summary>
    public bool TokenExchangeNeedsApproval { get; set; } = true;

    /// <summary>The <c>instance_url</c> of token responses; null for scheme and host of the request.</summary>
    public string? InstanceUrl { get; set; }

    /// <summary>Audiences accepted besides the server's own URLs.</summary>
    public IList<string> AcceptedAudiences { get; } = new SynchronizedList<string>();

    /// <summary>False: assertions for the server's own URLs fail, only <see cref="AcceptedAudiences"/> are accepted.</summary>
    public bool AcceptsOwnAudience { get; set; } = true;

    /// <summary>
    /// Host names (without port) that stand for login.salesforce.com and test.salesforce.com, such as <c>localhost</c>. Every other host
    /// is a My Domain, which external client apps and the client credentials flow require.
    /// </summary>
    public IList<string> LoginHosts { get; } = new SynchronizedList<string>();

    /// <summary>True logs the whole <c>Authorization</c> header of requests; false its first 12 characters.</summary>
    public bool ShowAuthorization { get; set; }

    /// <summary>How metadata deploys and external client apps behave.</summary>
    public MetadataOptions Metadata { get; } = new();

    /// <summary>How bulk jobs behave.</summary>
    public BulkOptions Bulk { get; } = new();
}
