namespace SalesforceJwt.LocalOrg;

/// <summary>How metadata deploys behave, and the external client apps that they create.</summary>
public sealed class MetadataOptions
{
    /// <summary>How long a deploy is <c>Pending</c>, as if deploys of others were before it. Deploys run one after the other.</summary>
    public TimeSpan QueueTime { get; set; }

    /// <summary>How long a deploy is <c>InProgress</c>.</summary>
    public TimeSpan DeployTime { get; set; }

    /// <summary>How long a deploy that succeeds is <c>FinalizingDeploy</c> after that; it can no longer be canceled then.</summary>
    public TimeSpan FinalizeTime { get; set; }

    /// <summary>True: deploys that would succeed end with <c>FinalizingDeployFailed</c>, and change nothing.</summary>
    public bool FailsFinalizing { get; set; }

    /// <summary>The first API version with the test level <c>RunRelevantTests</c>.</summary>
    public int RelevantTestsVersion { get; set; } = 66;

    /// <summary>How long a deploy is <c>Canceling</c> that was in progress.</summary>
    public TimeSpan CancelTime { get; set; }

    /// <summary>True sends booleans and numbers of deploy results as strings, as samples in Salesforce's documentation have them.</summary>
    public bool TextValues { get; set; }

    /// <summary>
    /// True: a production org, in which <c>NoTestRun</c> is refused, a deploy with Apex runs the local tests unless it names others, and
    /// Apex needs a coverage of 75%.
    /// </summary>
    public bool IsProduction { get; set; }

    /// <summary>True: every deploy needs a test level that runs tests, also one without Apex.</summary>
    public bool RequiresTests { get; set; }

    /// <summary>False: the org has no external client apps; their components cannot be deployed.</summary>
    public bool HasExternalClientApps { get; set; } = true;

    /// <summary>True: only a certificate in PEM is accepted. False: also the base64 text between the PEM lines.</summary>
    public bool RequiresPemCertificate { get; set; }

    /// <summary>True: the <c>consumerSecret</c> of a deploy is used. False: the org makes one, and ignores the given one.</summary>
    public bool KeepsConsumerSecret { get; set; }

    /// <summary>
    /// True: an app gets the policies <c>NAME_oauthPlcy</c> and <c>NAME_plcy</c> if its deploy has none. An app has one of each kind, so
    /// later deploys must use these names.
    /// </summary>
    public bool CreatesDefaultPolicies { get; set; } = true;

    /// <summary>What <c>commaSeparatedPermissionSet</c> must have, and has when it is read.</summary>
    public PermissionSetReference PermissionSets { get; set; }

    /// <summary>True: <c>readMetadata</c> returns the <c>certificate</c> of an app. False: it cannot be read back.</summary>
    public bool ReturnsCertificate { get; set; }

    /// <summary>
    /// The end of the default policies' names; null for <c>_oauthPlcy</c> and <c>_plcy</c>. Apps in some orgs have <c>_defaultPolicy</c>.
    /// </summary>
    public string? DefaultPolicySuffix { get; set; }

    /// <summary>
    /// True: a policy that names permission sets or profiles removes the access of all others. False: it only adds access.
    /// </summary>
    public bool PolicyReplacesAccess { get; set; } = true;

    /// <summary>True: a policy that names no permission sets and profiles removes all access. False: the access stays as it is.</summary>
    public bool EmptyPolicyClearsAccess { get; set; }

    /// <summary>True: the JWT flow of a pre-authorized app also needs the scope <c>RefreshToken</c>.</summary>
    public bool JwtNeedsRefreshTokenScope { get; set; }

    /// <summary>How long sign-in to a new app, or with a new consumer key, fails with <c>invalid_client_id</c>.</summary>
    public TimeSpan AppDelay { get; set; }

    /// <summary>How long it takes until an assignment of a permission set, or its access to an app, permits users.</summary>
    public TimeSpan ApprovalDelay { get; set; }

    /// <summary>Largest zip, in bytes.</summary>
    public long MaxZipBytes { get; set; } = 39 * 1024 * 1024;

    /// <summary>Most files in a zip.</summary>
    public int MaxFiles { get; set; } = 10_000;

    /// <summary>Largest content of a zip, in bytes.</summary>
    public long MaxUnzippedBytes { get; set; } = 600 * 1024 * 1024;

    /// <summary>How long after a validation its components can be deployed without tests.</summary>
    public TimeSpan ValidationLifetime { get; set; } = TimeSpan.FromDays(10);
}
