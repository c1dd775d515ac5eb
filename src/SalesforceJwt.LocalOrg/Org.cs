using SalesforceJwt.LocalOrg.Audit;
using SalesforceJwt.LocalOrg.Bulk;
using SalesforceJwt.LocalOrg.Customization;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Metadata;
using SalesforceJwt.LocalOrg.OAuth;
using SalesforceJwt.LocalOrg.Soql.Execution;

namespace SalesforceJwt.LocalOrg;

/// <summary>The state of a local org: its options, apps, users, records, tokens and faults. Thread-safe.</summary>
public sealed class Org : IDisposable
{
    private readonly ObjectInstaller _objects;
    private int _apiUsage;

    internal Org(LocalOrgOptions options)
    {
        Options = options;
        Records = new RecordStore(Schema, () => Now);
        _objects = new ObjectInstaller(Records);
        Users = new OrgUsers(Records);
        AppRecords = new AppRecords(Records, options);
        Apps = new ConnectedApps(Users, AppRecords);
        ExternalClientApps = new ExternalClientApps(this);
        AuditTrail = new AuditTrail(Records);
        LoginLog = new LoginLog(this);
        Licenses = new Licenses(Records);
        PermissionSetGroups = new PermissionSetGroups(Records);
        Deploys = new DeployQueue(this);
        Tokens = new TokenStore(() => Now, options, SigningKeys);
        Revocation = new TokenRevocation(Tokens, RefreshTokens);
        Browsers = new BrowserSessions(() => Now, options);
        Users.EndSessions = user =>
        {
            Tokens.RemoveAllOf(user);
            Browsers.RemoveAllOf(user);
        };
        Cursors = new QueryCursors(() => Now, options);
        QueryCache = new QueryCache(() => Records.Version);
        BulkResults = new QueryCsvCache(this);
        Id = Records.Insert(Schema.Organization, record =>
        {
            record["Name"] = "Local Org";
            record["OrganizationType"] = "Developer Edition";
            record["InstanceName"] = "LOCAL1";
            record["LanguageLocaleKey"] = "en_US";
            record["TimeZoneSidKey"] = "GMT";
            record["DefaultLocaleSidKey"] = "en_US";
            record["Country"] = "US";
            record["FiscalYearStartMonth"] = 1;
            record["IsSandbox"] = false;
        }).Id;
        AppMenu = new AppMenu(this);
        OauthTokens = new OauthTokenRecords(this);
        EventLogs = new EventLogs(this);
        SchemaChangedAt = DateTimeOffset.FromUnixTimeSeconds(Now.ToUnixTimeSeconds());
        Seed.Fill(Records, options.Records);
        CliApp.Register(Apps);
    }

    /// <summary>The org's id, 18 characters.</summary>
    public string Id { get; }

    /// <summary>The settings: limits, lifetimes, clock, hosts. Changes take effect with the next request.</summary>
    public LocalOrgOptions Options { get; }

    /// <summary>The apps that may sign in.</summary>
    public ConnectedApps Apps { get; }

    /// <summary>The users.</summary>
    public OrgUsers Users { get; }

    /// <summary>Faults of requests.</summary>
    public FaultInjector Faults { get; } = new();

    /// <summary>Faults of single records, whichever request saves or deletes them.</summary>
    public RecordFaultInjector RecordFaults { get; } = new();

    /// <summary>The results of anonymous Apex.</summary>
    public AnonymousApex AnonymousApex { get; } = new();

    /// <summary>Which Apex tests of deploys fail.</summary>
    public ApexTestFailures ApexTests { get; } = new();

    /// <summary>The token exchange handlers.</summary>
    public TokenHandlers TokenHandlers { get; } = new();

    /// <summary>The requests received.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>API calls counted so far; see <see cref="LocalOrgOptions.DailyApiLimit"/>.</summary>
    public int ApiUsage
    {
        get => Volatile.Read(ref _apiUsage);
        set => Volatile.Write(ref _apiUsage, value);
    }

    internal DateTimeOffset Now => TimeProvider.System.GetUtcNow() + Options.ClockOffset;

    /// <summary>When objects or fields changed last, in whole seconds: the <c>Last-Modified</c> of describe.</summary>
    internal DateTimeOffset SchemaChangedAt { get; private set; }

    internal Schema Schema { get; } = new();

    internal RecordStore Records { get; }

    internal AppRecords AppRecords { get; }

    internal ExternalClientApps ExternalClientApps { get; }

    internal AuditTrail AuditTrail { get; }

    internal LoginLog LoginLog { get; }

    internal EventLogs EventLogs { get; }

    internal AppMenu AppMenu { get; }

    internal OauthTokenRecords OauthTokens { get; }

    internal Licenses Licenses { get; }

    internal PermissionSetGroups PermissionSetGroups { get; }

    internal DeployQueue Deploys { get; }

    internal RecentRecords Recent { get; } = new();

    internal BlobStore Blobs { get; } = new();

    internal QueryCursors Cursors { get; }

    internal QueryCache QueryCache { get; }

    internal TokenStore Tokens { get; }

    internal SigningKeys SigningKeys { get; } = new();

    internal RefreshTokenStore RefreshTokens { get; } = new();

    internal TokenRevocation Revocation { get; }

    internal AuthorizationCodes Codes { get; } = new();

    internal DeviceAuthorizations Devices { get; } = new();

    internal BrowserSessions Browsers { get; }

    internal LoginRate Logins { get; } = new();

    internal BulkJobs Jobs { get; } = new();

    internal BulkFiles BulkFiles { get; } = new();

    internal QueryCsvCache BulkResults { get; }

    /// <summary>Adds a custom object, or custom fields to an object that exists.</summary>
    /// <exception cref="ArgumentException">The definition is invalid; nothing is added.</exception>
    public void AddObject(CustomObject definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        lock (_objects)
        {
            _objects.Add(definition);

            // Later than before even within a second, since clients compare whole seconds.
            var now = DateTimeOffset.FromUnixTimeSeconds(Now.ToUnixTimeSeconds());
            SchemaChangedAt = now > SchemaChangedAt ? now : SchemaChangedAt.AddSeconds(1);
        }
    }

    /// <summary>Ends the session of every access token. Refresh tokens stay valid.</summary>
    public void ExpireAllTokens() => Tokens.Clear();

    /// <summary>Ends the session of one access token, if it exists.</summary>
    public void ExpireToken(string accessToken) => Tokens.Remove(accessToken);

    /// <summary>Revokes every refresh token, as an administrator does. Access tokens and approvals stay valid.</summary>
    public void ExpireRefreshTokens() => RefreshTokens.Clear();

    /// <summary>Expires every query locator: no further page can be fetched.</summary>
    public void ExpireQueryLocators()
    {
        Cursors.Clear();
        QueryCache.Clear();
    }

    /// <summary>Deletes the uploaded files.</summary>
    public void Dispose()
    {
        Jobs.Dispose();
        BulkFiles.Dispose();
        Blobs.Dispose();
    }

    /// <summary>Counts an API call; false if the daily limit is reached.</summary>
    internal bool TryCountApiCall()
    {
        if (Interlocked.Increment(ref _apiUsage) <= Options.DailyApiLimit)
        {
            return true;
        }

        Interlocked.Decrement(ref _apiUsage);
        return false;
    }
}
