using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.LocalOrg.Bulk;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.OAuth;
using SalesforceJwt.LocalOrg.Soql;
using SalesforceJwt.LocalOrg.Tooling;

namespace SalesforceJwt.LocalOrg;

/// <summary>The whole state of a local org: apps, users, tokens, records and settings. Safe to use from several threads.</summary>
public sealed class Org : IDisposable
{
    private readonly ConcurrentDictionary<string, ConnectedApp> apps = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, OrgUser> users = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock gate = new();
    private int apiUsage;

    internal Org(LocalOrgOptions options)
    {
        MaxPageSize = options.MaxPageSize;
        NestedPageSize = options.NestedPageSize;
        MemberOrder = options.MemberOrder;
        Records = new RecordStore(() => Now);
        Renderings = new QueryRenderings(this);
        Cursors = new QueryCursors(() => Now);
        PlainQueries = new PlainQueries(() => Records.Version);
        Id = Records.Insert(Schema.Organization, record =>
        {
            record["Name"] = "Local Org";
            record["OrganizationType"] = "Developer Edition";
            record["InstanceName"] = "LOCAL1";
            record["LanguageLocaleKey"] = "en_US";
            record["IsSandbox"] = false;
        }).Id;
        SchemaChangedAt = DateTimeOffset.FromUnixTimeSeconds(Now.ToUnixTimeSeconds());
        Seed.Fill(Records, options.Records);
    }

    /// <summary>The org's id of 18 characters.</summary>
    public string Id { get; }

    /// <summary>Faults to be met by requests.</summary>
    public FaultInjector Faults { get; } = new();

    /// <summary>Faults to be met by single records, whichever request brings them.</summary>
    public RecordFaultInjector RecordFaults { get; } = new();

    /// <summary>How bulk jobs behave.</summary>
    public BulkSettings Bulk { get; } = new();

    /// <summary>What anonymous Apex is answered with.</summary>
    public AnonymousApex AnonymousApex { get; } = new();

    /// <summary>The requests that arrived.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>How far the server's clock is ahead of the machine's: shown in the <c>Date</c> header, used for <c>exp</c> and sessions.</summary>
    public TimeSpan ClockOffset { get; set; }

    /// <summary>Longest time from the server's now to an assertion's <c>exp</c>: five minutes as the sf CLI asks for, and three for the clocks.</summary>
    public TimeSpan MaxAssertionLifetime { get; set; } = TimeSpan.FromMinutes(8);

    /// <summary>How long an unused token lives; each use extends it.</summary>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromHours(2);

    /// <summary>API calls allowed in a day.</summary>
    public int DailyApiLimit { get; set; } = 100_000;

    /// <summary>API calls used up.</summary>
    public int ApiUsage
    {
        get => Volatile.Read(ref apiUsage);
        set => Volatile.Write(ref apiUsage, value);
    }

    /// <summary>How long a code can be exchanged: the longest that RFC 6749 recommends, and shorter than Salesforce's own 15 minutes.</summary>
    public TimeSpan AuthorizationCodeLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a device may wait for its user.</summary>
    public TimeSpan DeviceCodeLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Seconds a device must leave between two polls; polling sooner is refused and makes them five more.</summary>
    public int DevicePollSeconds { get; set; } = 5;

    /// <summary>Sign-ins a user may make in an hour.</summary>
    public int HourlyLoginLimit { get; set; } = 3600;

    /// <summary>Most rows of one query page.</summary>
    public int MaxPageSize { get; set; }

    /// <summary>Most child records in the list of one record; the rest has a <c>nextRecordsUrl</c> of its own.</summary>
    public int NestedPageSize { get; set; }

    /// <summary>Seed of the order of JSON members; null for Salesforce's. See <see cref="LocalOrgOptions.MemberOrder"/>.</summary>
    public int? MemberOrder { get; set; }

    /// <summary>How long the pages of a query can be asked for.</summary>
    public TimeSpan QueryLocatorLifetime
    {
        get => Cursors.Lifetime;
        set => Cursors.Lifetime = value;
    }

    /// <summary>False: sign-in fails with <c>inactive_org</c>.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>What the token response gives as <c>instance_url</c>; null gives scheme and host of the request.</summary>
    public string? InstanceUrlOverride { get; set; }

    /// <summary>Audiences accepted besides the server's own URLs.</summary>
    public IList<string> AcceptedAudiences { get; } = new SynchronizedList<string>();

    /// <summary>False: the server's own URLs are no audience, only <see cref="AcceptedAudiences"/> are.</summary>
    public bool AcceptsOwnAudience { get; set; } = true;

    /// <summary>
    /// Host names (without port) that stand for login.salesforce.com and test.salesforce.com, such as <c>localhost</c>; every other is a
    /// My Domain, which is all that external client apps and the client credentials flow accept.
    /// </summary>
    public IList<string> LoginHosts { get; } = new SynchronizedList<string>();

    /// <summary>The org-wide setting "Allow OAuth Username-Password Flows", which new orgs have off.</summary>
    public bool AllowsUsernamePasswordFlow { get; set; }

    /// <summary>When an administrator changed objects or fields last: what describe gives as <c>Last-Modified</c>, in whole seconds.</summary>
    internal DateTimeOffset SchemaChangedAt { get; }

    internal RecordStore Records { get; }

    internal Lock UpsertGate { get; } = new();

    internal QueryCursors Cursors { get; }

    internal PlainQueries PlainQueries { get; }

    internal RecentRecords Recent { get; } = new();

    internal TokenStore Tokens { get; } = new();

    internal RefreshTokenStore RefreshTokens { get; } = new();

    internal AuthorizationCodes Codes { get; } = new();

    internal DeviceAuthorizations Devices { get; } = new();

    internal BrowserSessions Browsers { get; } = new();

    internal LoginRate Logins { get; } = new();

    internal BlobStore Blobs { get; } = new();

    internal BulkFiles BulkFiles { get; } = new();

    internal BulkJobs Jobs { get; } = new();

    internal QueryRenderings Renderings { get; }

    internal DateTimeOffset Now => TimeProvider.System.GetUtcNow() + ClockOffset;

    internal ICollection<ConnectedApp> Apps => apps.Values;

    internal ICollection<OrgUser> Users => users.Values;

    /// <summary>Registers an app, or replaces certificate and policy of the one with this consumer key.</summary>
    /// <param name="consumerKey">The consumer key, also called client id.</param>
    /// <param name="certificate">The certificate that verifies the app's assertions.</param>
    /// <param name="policy">Who may use the app.</param>
    public ConnectedApp RegisterApp(
        string consumerKey, X509Certificate2? certificate = null, AppPolicy policy = AppPolicy.AllUsersMaySelfAuthorize)
    {
        ArgumentException.ThrowIfNullOrEmpty(consumerKey);
        var app = apps.GetOrAdd(consumerKey, key => new ConnectedApp(key));
        app.Certificate = certificate;
        app.Policy = policy;
        return app;
    }

    /// <summary>Adds a user, or sets whether an existing one is active.</summary>
    public OrgUser AddUser(string username, bool active = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(username);
        lock (gate)
        {
            var user = users.GetOrAdd(username, InsertUser);
            user.IsActive = active;
            return user;
        }
    }

    /// <summary>Lets a user use an app: as the user's own approval or as an administrator's assignment, whichever the app's policy asks for.</summary>
    /// <exception cref="KeyNotFoundException">There is no such app or user.</exception>
    public void Approve(string consumerKey, string username) => GetApp(consumerKey).Approve(GetUser(username).Username);

    /// <summary>Takes an approval back. Tokens that were issued go on working.</summary>
    /// <exception cref="KeyNotFoundException">There is no such app or user.</exception>
    public void Unapprove(string consumerKey, string username) => GetApp(consumerKey).Unapprove(GetUser(username).Username);

    /// <summary>Ends every session. Refresh tokens go on working.</summary>
    public void ExpireAllTokens() => Tokens.Clear();

    /// <summary>Ends every refresh token, as an administrator does. Access tokens and approvals stay.</summary>
    public void ExpireRefreshTokens() => RefreshTokens.Clear();

    /// <summary>Ends every query: no further page of any can be had.</summary>
    public void ExpireQueryLocators()
    {
        Cursors.Clear();
        PlainQueries.Clear();
    }

    /// <summary>Ends the session of one token, if it exists.</summary>
    public void ExpireToken(string accessToken) => Tokens.Remove(accessToken);

    /// <summary>Deletes the uploaded files.</summary>
    public void Dispose()
    {
        Jobs.Dispose();
        BulkFiles.Dispose();
        Blobs.Dispose();
    }

    internal ConnectedApp? FindApp(string consumerKey) => apps.GetValueOrDefault(consumerKey);

    internal OrgUser? FindUser(string username) => users.GetValueOrDefault(username);

    /// <summary>Revokes a token; false if there is none. With a refresh token go its access tokens and, with the last one, the user's own approval.</summary>
    internal bool Revoke(string token)
    {
        if (RefreshTokens.Remove(token) is not { } refreshToken)
        {
            return Tokens.Remove(token);
        }

        Tokens.RemoveAllOf(refreshToken);
        if (!RefreshTokens.HasAny(refreshToken.App, refreshToken.User))
        {
            refreshToken.App.UnapproveBySelf(refreshToken.User.Username);
        }

        return true;
    }

    /// <summary>Counts an API call; false when the day's calls are used up.</summary>
    internal bool TryCountApiCall()
    {
        if (Interlocked.Increment(ref apiUsage) <= DailyApiLimit)
        {
            return true;
        }

        Interlocked.Decrement(ref apiUsage);
        return false;
    }

    private OrgUser InsertUser(string username)
    {
        var record = Records.Insert(Schema.User, record =>
        {
            record["Username"] = username;
            record["LastName"] = username.Split('@')[0];
            record["Name"] = record["LastName"];
            record["Email"] = username;
            record["UserType"] = "Standard";
        });
        return new OrgUser(Records, username, record.Id);
    }

    private ConnectedApp GetApp(string consumerKey) =>
        FindApp(consumerKey) ?? throw new KeyNotFoundException($"No app has the consumer key '{consumerKey}'.");

    private OrgUser GetUser(string username) =>
        FindUser(username) ?? throw new KeyNotFoundException($"No user is named '{username}'.");
}
