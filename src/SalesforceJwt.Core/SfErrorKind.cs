namespace SalesforceJwt.Core;

/// <summary>
/// What went wrong, as a stable name. The PowerShell error id of each is <c>Sf</c> plus the name
/// (<see cref="LoginNotApproved"/> → <c>SfLoginNotApproved</c>).
/// </summary>
public enum SfErrorKind
{
    // Keys and certificates

    /// <summary>The key or certificate file does not exist.</summary>
    KeyFileNotFound,

    /// <summary>The key file exists but cannot be read (a folder, no permission, an I/O error).</summary>
    KeyFileUnreadable,

    /// <summary>The text or bytes hold no key in any known format, or a damaged one.</summary>
    KeyFormatUnknown,

    /// <summary>A public key or a certificate was given where a private key is needed.</summary>
    KeyNotPrivate,

    /// <summary>The key is not RSA; Salesforce accepts RS256 only.</summary>
    KeyNotRsa,

    /// <summary>The RSA key has fewer than 2048 bits.</summary>
    KeyTooSmall,

    /// <summary>The key file is larger than CI systems allow for a secret.</summary>
    KeyTooLarge,

    /// <summary>The key is encrypted and no password was given.</summary>
    KeyPasswordRequired,

    /// <summary>The key's password is wrong.</summary>
    KeyPasswordWrong,

    /// <summary>The key was found but cannot sign (a locked smart card, a protected store).</summary>
    KeyUnusable,

    /// <summary>Certificate and private key do not belong together.</summary>
    KeyCertificateMismatch,

    /// <summary>A file holds several private keys, and nothing says which one is meant.</summary>
    KeyAmbiguous,

    /// <summary>No certificate with this thumbprint in the stores of the user or the machine.</summary>
    CertificateNotFound,

    // Keys that are elsewhere

    /// <summary>A signer cannot be used here: there is no such command, or its code belongs to another runspace.</summary>
    SignerUnavailable,

    /// <summary>What signs with a key that is elsewhere threw an error.</summary>
    SignerFailed,

    /// <summary>A signer returned something that cannot be a signature.</summary>
    SignerAnswerInvalid,

    /// <summary>A signer returned a signature in a DER structure.</summary>
    SignatureInDer,

    /// <summary>A signer signed the digest of the digest.</summary>
    SignatureHashedTwice,

    /// <summary>A signer made a PSS signature; RS256 is PKCS#1 v1.5.</summary>
    SignaturePss,

    /// <summary>A signature was made with another key than that of the certificate.</summary>
    SignatureOfOtherKey,

    /// <summary>A signature was made with the right key, but of something else.</summary>
    SignatureInvalid,

    // Tokens

    /// <summary>The text is not a signed JSON Web Token.</summary>
    JwtInvalid,

    /// <summary>A claim or header of a token that is to be signed is not usable.</summary>
    JwtClaimInvalid,

    /// <summary>The Canvas signed request is malformed, or was not signed with this consumer secret.</summary>
    SignedRequestInvalid,

    // Arguments

    /// <summary>A needed value was given neither as a parameter nor as an environment variable.</summary>
    ValueMissing,

    /// <summary>Two arguments that contradict each other.</summary>
    ArgumentConflict,

    /// <summary>The text is not a client id (consumer key).</summary>
    ClientIdInvalid,

    /// <summary>The token to exchange is too long, or its type is not one that Salesforce exchanges.</summary>
    SubjectTokenInvalid,

    /// <summary>The text is not a username.</summary>
    UsernameInvalid,

    /// <summary>The login URL is not an https origin.</summary>
    LoginUrlInvalid,

    /// <summary>The instance URL is not an https origin that serves the API.</summary>
    InstanceUrlInvalid,

    /// <summary>The callback URL is not http on the loopback interface.</summary>
    CallbackUrlInvalid,

    /// <summary>The callback's port cannot be opened, or the address that starts the browser was opened twice.</summary>
    CallbackUnavailable,

    /// <summary>There is no program that opens a browser.</summary>
    BrowserUnavailable,

    /// <summary>Not an auth URL of the sf CLI (<c>force://…</c>).</summary>
    AuthUrlInvalid,

    /// <summary>A request URI that is not valid, or not on the connection's instance.</summary>
    UriInvalid,

    /// <summary>A value that SOQL has no literal for.</summary>
    QueryParameterInvalid,

    /// <summary>A parameter of a query has no value.</summary>
    QueryParameterMissing,

    /// <summary>A value was given for a parameter that the query does not have.</summary>
    QueryParameterUnused,

    /// <summary>A search text that Salesforce does not accept.</summary>
    SearchTextInvalid,

    /// <summary>Not an API version.</summary>
    ApiVersionInvalid,

    /// <summary>The body cannot be written as JSON.</summary>
    BodyInvalid,

    /// <summary>Subrequests that cannot be sent together: their references or their number.</summary>
    CompositeInvalid,

    /// <summary>Not a Salesforce id.</summary>
    IdInvalid,

    /// <summary>Not the API name of an object or a field, or not a name for a connection.</summary>
    NameInvalid,

    /// <summary>An input object that is not a record, has no fields, or has a field twice.</summary>
    RecordInvalid,

    /// <summary>A record of another org than that of the default connection, and no connection was named.</summary>
    RecordOfOtherOrg,

    /// <summary>A request header that cannot be sent.</summary>
    HeaderInvalid,

    // Files

    /// <summary>A file to read does not exist.</summary>
    FileNotFound,

    /// <summary>The target file exists and overwriting was not asked for.</summary>
    FileExists,

    /// <summary>The folder for the target file does not exist.</summary>
    FolderNotFound,

    /// <summary>The file is longer than Salesforce allows.</summary>
    FileTooLarge,

    /// <summary>Reading or writing a file failed (disk full, permission).</summary>
    FileAccessFailed,

    /// <summary>A CSV file or its rows are not what Salesforce accepts.</summary>
    CsvInvalid,

    /// <summary>The file is not a snapshot of objects, or it is damaged.</summary>
    SnapshotInvalid,

    // Profiles

    /// <summary>A profile of that name exists and overwriting was not asked for.</summary>
    ProfileExists,

    /// <summary>The profile file is damaged, or of a newer version of the module; it is left as it is.</summary>
    ProfileFileInvalid,

    /// <summary>Another process locked the profile file for too long.</summary>
    ProfileFileLocked,

    /// <summary>Not a name for a profile.</summary>
    ProfileNameInvalid,

    /// <summary>No profile of that name.</summary>
    ProfileNotFound,

    /// <summary>Not a place for a key or a password.</summary>
    SecretLocationInvalid,

    /// <summary>The vault, or the module that opens it, did not give a secret that a profile names.</summary>
    SecretUnavailable,

    // Network

    /// <summary>The host cannot be found or reached.</summary>
    HostUnreachable,

    /// <summary>The TLS handshake failed.</summary>
    TlsFailed,

    /// <summary>The proxy cannot be reached, or rejected the request.</summary>
    ProxyFailed,

    /// <summary>The server did not answer in time.</summary>
    Timeout,

    /// <summary>The connection broke before the response was complete.</summary>
    ConnectionBroken,

    /// <summary>The response is not what the protocol requires (HTML, truncated JSON).</summary>
    ResponseInvalid,

    /// <summary>The instance URL in the token response is on a host that is not trusted.</summary>
    InstanceUrlUntrusted,

    // Sign-in

    /// <summary>"user hasn't approved this consumer".</summary>
    LoginNotApproved,

    /// <summary>"user is not admin approved to access this app".</summary>
    LoginNotAdminApproved,

    /// <summary>The assertion's audience is not the authorization server.</summary>
    LoginAudienceInvalid,

    /// <summary>The assertion's signature does not match the uploaded certificate.</summary>
    LoginAssertionInvalid,

    /// <summary>The assertion had expired on arrival: the clocks differ.</summary>
    LoginClockSkew,

    /// <summary>The user is deactivated or frozen.</summary>
    LoginUserInactive,

    /// <summary>Login is not allowed from this IP address.</summary>
    LoginIpRestricted,

    /// <summary>"authentication failure": the org's Login History names the cause.</summary>
    LoginAuthenticationFailed,

    /// <summary>The consumer key is unknown at this login host.</summary>
    LoginClientIdInvalid,

    /// <summary>The external client app is not installed in this org.</summary>
    LoginAppNotFound,

    /// <summary>The org allows installed apps only.</summary>
    LoginAppNotInstalled,

    /// <summary>The JWT bearer flow is not enabled on the app.</summary>
    LoginFlowNotEnabled,

    /// <summary>The user did not allow the app in the browser.</summary>
    LoginDenied,

    /// <summary>The callback URL is not among those of the app.</summary>
    LoginCallbackMismatch,

    /// <summary>A requested scope that the app does not have.</summary>
    LoginScopeInvalid,

    /// <summary>The consumer secret is missing or wrong.</summary>
    LoginClientSecretInvalid,

    /// <summary>An authorization code or device code is used up or too old.</summary>
    LoginCodeInvalid,

    /// <summary>The refresh token was revoked or has expired.</summary>
    LoginRefreshTokenInvalid,

    /// <summary>Wrong username, password or security token, or the org blocks the username-password flow.</summary>
    LoginPasswordRefused,

    /// <summary>The app has no user to run as in the client credentials flow.</summary>
    LoginRunAsUserMissing,

    /// <summary>The org has no token exchange handler of that name, or it is not enabled for the app.</summary>
    LoginTokenHandlerNotFound,

    /// <summary>The org's token exchange handler did not accept the token, or found no user for it.</summary>
    LoginSubjectTokenRefused,

    /// <summary>The pipeline did not give a token of its own: the environment lacks something, or its token service refused.</summary>
    PipelineTokenUnavailable,

    /// <summary>The token cache has no place for the key that seals its tokens.</summary>
    TokenCacheUnavailable,

    /// <summary>The flow works at the org's My Domain only.</summary>
    LoginMyDomainRequired,

    /// <summary>Too many logins of this user within the hour.</summary>
    LoginRateExceeded,

    /// <summary>The org is locked, closed or suspended.</summary>
    LoginOrgInactive,

    /// <summary>The login server has a fault, or is in maintenance.</summary>
    LoginUnavailable,

    /// <summary>Any other error of the token endpoint.</summary>
    LoginFailed,

    // Connections

    /// <summary>There is no connection yet.</summary>
    NotConnected,

    /// <summary>The connection has no refresh token.</summary>
    RefreshTokenMissing,

    /// <summary>No connection of that name.</summary>
    ConnectionNotFound,

    // REST

    /// <summary>The session expired and could not be renewed.</summary>
    SessionExpired,

    /// <summary>The session is of a kind that the REST API does not accept.</summary>
    SessionNotValidForApi,

    /// <summary>The org's API requests of the last 24 hours are used up.</summary>
    RequestLimitExceeded,

    /// <summary>The org's usage has reached the percentage at which the connection stops.</summary>
    RequestLimitGuard,

    /// <summary>Too many long-running requests at once, or a rate limit (429).</summary>
    ConcurrentLimitExceeded,

    /// <summary>The user may not do this.</summary>
    PermissionDenied,

    /// <summary>No such resource or record.</summary>
    NotFound,

    /// <summary>The org does not have this API version.</summary>
    ApiVersionNotFound,

    /// <summary>An external id matched several records, or a name several users or permission sets.</summary>
    MultipleMatches,

    /// <summary>The resource does not support this HTTP method.</summary>
    MethodNotAllowed,

    /// <summary>Another transaction holds the record.</summary>
    RowLocked,

    /// <summary>The request conflicts with the state of the record.</summary>
    Conflict,

    /// <summary>Undone, or not begun, since another part of the same request failed.</summary>
    RolledBack,

    /// <summary>Whether the server acted on a request that changes data is unknown: its response was lost or damaged.</summary>
    OutcomeUnknown,

    /// <summary>A conditional request's condition did not hold.</summary>
    PreconditionFailed,

    /// <summary>The URI or the headers are too long.</summary>
    UriTooLong,

    /// <summary>The org was deleted or has expired (scratch orgs).</summary>
    OrgGone,

    /// <summary>The request is malformed or not valid for this org (query, field, type, value).</summary>
    RequestInvalid,

    /// <summary>Apex did not compile.</summary>
    ApexCompileFailed,

    /// <summary>Apex threw an exception.</summary>
    ApexFailed,

    /// <summary>A fault on the server's side (5xx).</summary>
    ServerFault,

    /// <summary>Any other error response.</summary>
    RequestFailed,

    // Bulk jobs

    /// <summary>A bulk job was aborted.</summary>
    BulkJobAborted,

    /// <summary>A bulk job failed as a whole.</summary>
    BulkJobFailed,

    /// <summary>A bulk job has not ended yet.</summary>
    BulkJobUnfinished,

    /// <summary>Rows of a bulk job failed.</summary>
    BulkRowsFailed,

    // Apps

    /// <summary>The org has no app of this name or consumer key.</summary>
    AppNotFound,

    /// <summary>The org has no external client apps.</summary>
    AppsUnavailable,

    /// <summary>A certificate cannot be that of an app.</summary>
    CertificateInvalid,

    /// <summary>Users who shall use an app do not exist, or may not sign in.</summary>
    UserUnsuitable,

    // Administration

    /// <summary>No user has that username, id, email address or alias.</summary>
    UserNotFound,

    /// <summary>There is no permission set, permission set group or license of that name.</summary>
    PermissionSetNotFound,

    /// <summary>The new password breaks the org's password policy.</summary>
    PasswordRefused,

    // Deployments

    /// <summary>A folder or zip is not a package of metadata that Salesforce accepts; nothing was sent.</summary>
    MetadataInvalid,

    /// <summary>A deployment was canceled.</summary>
    DeploymentCanceled,

    /// <summary>A component of a deployment failed.</summary>
    DeploymentComponentFailed,

    /// <summary>The tests of a deployment ran too little of the code.</summary>
    DeploymentCoverageTooLow,

    /// <summary>A deployment cannot be canceled: it has ended.</summary>
    DeploymentEnded,

    /// <summary>A deployment or validation failed, or succeeded in part only.</summary>
    DeploymentFailed,

    /// <summary>A test of a deployment failed.</summary>
    DeploymentTestFailed,
}
