namespace SalesforceJwt.Model;

/// <summary>
/// What helps against an error or answers a warning, where a program can name a command or parameter for it. In brackets: the facts that
/// come with it (<see cref="Advice.Facts"/>).
/// </summary>
internal enum NextStep
{
    /// <summary>Nothing beyond the text.</summary>
    None,

    // Keys and certificates
    ChooseFile,
    ChooseFolder,
    ChooseKey,
    CreateCertificate,
    CreateOrGiveKey,

    /// <summary>A certificate for a key that is elsewhere.</summary>
    CreateSignerCertificate,
    DecryptKey,
    ListFileCertificates,
    ListStoreCertificates,
    OverwriteFile,
    PassDigestOrData,
    ReturnSignatureAlone,
    SetCertificatePath,
    SetKeyPassword,
    SetKeyPath,
    SetPublicKey,

    // Values of a sign-in

    /// <summary>A secret was given where another value belongs.</summary>
    GiveSecret,

    /// <summary>The name of an environment variable was given in place of its value.</summary>
    ReadVariable,

    /// <summary>The value of an environment variable was given in place of its name.</summary>
    NameVariable,
    NameSecret,
    NameCommand,

    /// <summary>(audience, where it is known)</summary>
    SetAudience,
    SetCallbackUrl,
    SetClientId,
    SetClientSecret,
    SetLoginHost,
    SetLoginUrl,
    SetScope,
    SetTokenHandler,
    SetTokenVault,
    SetSecurityToken,
    SetTimeout,
    SetUsername,

    /// <summary>A value of a sign-in is missing [the environment variable for it].</summary>
    SetSignInValue,

    // Sign-in

    /// <summary>The user approves the app in a browser (consumer key, login URL, username where it is known).</summary>
    ApproveApp,

    /// <summary>An administrator lets the user use the app (consumer key, login URL, username where it is known).</summary>
    AdmitUser,

    /// <summary>An administrator uploads another certificate (consumer key, login URL).</summary>
    ReplaceCertificate,

    /// <summary>An administrator looks at the apps of the org (consumer key, login URL).</summary>
    FindConsumerKey,

    /// <summary>An administrator looks at the login history (username, empty where it is unknown; login URL).</summary>
    ReadLoginHistory,

    /// <summary>(host)</summary>
    AllowInstanceHost,
    AskAboutToken,
    GetRefreshToken,
    OpenBrowserYourself,
    PassConnection,
    ReadSignedRequest,
    SignInWithAuthUrl,
    SignInWithJwt,
    SignInWithToken,
    UseWebServerFlow,

    // Apps

    /// <summary>(name, where it is known)</summary>
    RegisterApp,
    ListApps,
    NameUser,
    SetAppCallbackUrl,
    SetAppScopes,

    /// <summary>(name)</summary>
    ChangeApp,
    SetContactEmail,

    /// <summary>(its name)</summary>
    SetPermissionSet,

    // Administration

    FindUser,
    SuspendUser,

    /// <summary>An administrator unfreezes or activates a user (username, where it is known).</summary>
    ReactivateUser,

    /// <summary>(username)</summary>
    ResetPassword,

    /// <summary>(pattern)</summary>
    PipeUsers,
    ListPermissionSets,
    SetPermissionSetKind,
    SignInAsAdmin,

    /// <summary>(name)</summary>
    RunAppAgain,

    // Profiles
    OverwriteProfile,
    SaveKeyPassword,

    /// <summary>(the environment variable of the value that the profile lacks)</summary>
    SaveProfile,

    // Requests
    ListApiVersions,

    /// <summary>(version, where one is recommended)</summary>
    SetApiVersion,
    SetBody,
    SetCompositeKind,
    SetConnectionTimeout,
    SetContentType,
    SetOperationTimeout,
    SetProxy,
    SetQueryValues,
    SetUsageLimit,
    SendRequest,
    GetLimits,
    ShowResponse,
    SaveResponse,
    SkipCertificateCheck,

    // Objects, records and queries
    SaveSnapshot,
    DescribeObject,
    ListObjects,

    /// <summary>(object, fields)</summary>
    ExcludeFields,
    ExportInBulk,
    FilterRows,
    GroupRows,
    MeasureRows,
    SortRows,
    QueryDeleted,
    RunQuery,

    /// <summary>(name, where it is known)</summary>
    SetQueryParameter,

    // Bulk

    /// <summary>A job that may have been made (Ingest or Query).</summary>
    FindBulkJob,

    /// <summary>(job id)</summary>
    GetBulkJob,
    ListBulkJobs,

    /// <summary>(job id, which rows: Successful, Failed or Unprocessed)</summary>
    ReceiveBulkRows,

    /// <summary>To a file (job id, which rows of an import).</summary>
    SaveBulkRows,

    /// <summary>(delimiter)</summary>
    ReadCsvWithDelimiter,
    ReadCsvWithEncoding,

    /// <summary>(delimiter)</summary>
    SetDelimiter,
    SetExternalId,
    SetJobSize,

    /// <summary>(job id)</summary>
    WaitForBulkJob,

    // Deployments
    AllowMissingFile,

    /// <summary>(deployment id)</summary>
    GetDeployment,
    ListDeployments,
    SetTestLevel,
    SetTests,
    Validate,
}
