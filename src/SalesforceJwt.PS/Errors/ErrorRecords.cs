using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Security;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Errors;

/// <summary>Makes error records: id, category, text and recommended action out of one table.</summary>
internal static class ErrorRecords
{
    /// <summary>
    /// The record of an error. Its id is "Sf" and the error's kind; its details hold what was wrong (with the server's own words)
    /// and, as recommended action, what to do.
    /// </summary>
    public static ErrorRecord From(SfException error, object? target) =>
        new(error, "Sf" + error.Kind, Category(error.Kind), Shown(target))
        {
            ErrorDetails = new ErrorDetails(error.Message) { RecommendedAction = CommandAdvice.Text(error.Advice) ?? string.Empty },
        };

    /// <summary>The target without secrets: a text that could be a secret is redacted.</summary>
    private static object? Shown(object? target) =>
        PSValue.Unwrap(target) is var value && value is string or Uri
            ? SecretText.Redact(value.ToString())
            : target;

#pragma warning disable CS8524 // Every named kind has its category; the compiler reports one that is missing (CS8509).
    internal static ErrorCategory Category(SfErrorKind kind) => kind switch
    {
        // Who signs in: the key's password, the session, the errors of the token endpoint.
        SfErrorKind.KeyPasswordRequired or SfErrorKind.KeyPasswordWrong or SfErrorKind.SessionExpired or SfErrorKind.LoginNotApproved
            or SfErrorKind.LoginNotAdminApproved or SfErrorKind.LoginAudienceInvalid or SfErrorKind.LoginAssertionInvalid
            or SfErrorKind.LoginClockSkew or SfErrorKind.LoginUserInactive or SfErrorKind.LoginIpRestricted
            or SfErrorKind.LoginAuthenticationFailed or SfErrorKind.LoginClientIdInvalid or SfErrorKind.LoginAppNotFound
            or SfErrorKind.LoginAppNotInstalled or SfErrorKind.LoginFlowNotEnabled or SfErrorKind.LoginDenied
            or SfErrorKind.LoginCallbackMismatch or SfErrorKind.LoginScopeInvalid or SfErrorKind.LoginClientSecretInvalid
            or SfErrorKind.LoginCodeInvalid or SfErrorKind.LoginRefreshTokenInvalid or SfErrorKind.LoginPasswordRefused
            or SfErrorKind.LoginRunAsUserMissing or SfErrorKind.LoginOrgInactive or SfErrorKind.LoginTokenHandlerNotFound
            or SfErrorKind.LoginSubjectTokenRefused
            or SfErrorKind.LoginFailed => ErrorCategory.AuthenticationError,

        SfErrorKind.PermissionDenied or SfErrorKind.SessionNotValidForApi => ErrorCategory.PermissionDenied,
        SfErrorKind.InstanceUrlUntrusted or SfErrorKind.SignedRequestInvalid => ErrorCategory.SecurityError,

        SfErrorKind.ValueMissing or SfErrorKind.ArgumentConflict or SfErrorKind.ClientIdInvalid or SfErrorKind.UsernameInvalid
            or SfErrorKind.SubjectTokenInvalid
            or SfErrorKind.LoginUrlInvalid or SfErrorKind.LoginMyDomainRequired or SfErrorKind.InstanceUrlInvalid
            or SfErrorKind.CallbackUrlInvalid or SfErrorKind.AuthUrlInvalid or SfErrorKind.UriInvalid or SfErrorKind.UriTooLong
            or SfErrorKind.QueryParameterInvalid or SfErrorKind.QueryParameterMissing or SfErrorKind.QueryParameterUnused
            or SfErrorKind.SearchTextInvalid or SfErrorKind.ApiVersionInvalid or SfErrorKind.BodyInvalid or SfErrorKind.HeaderInvalid
            or SfErrorKind.CompositeInvalid or SfErrorKind.IdInvalid or SfErrorKind.NameInvalid or SfErrorKind.RecordInvalid
            or SfErrorKind.RecordOfOtherOrg or SfErrorKind.JwtClaimInvalid
            or SfErrorKind.KeyAmbiguous or SfErrorKind.ProfileNameInvalid or SfErrorKind.SecretLocationInvalid
            or SfErrorKind.RequestInvalid or SfErrorKind.MultipleMatches or SfErrorKind.PasswordRefused => ErrorCategory.InvalidArgument,

        SfErrorKind.KeyFormatUnknown or SfErrorKind.KeyNotPrivate or SfErrorKind.KeyNotRsa or SfErrorKind.KeyTooSmall
            or SfErrorKind.KeyCertificateMismatch or SfErrorKind.CertificateInvalid or SfErrorKind.JwtInvalid
            or SfErrorKind.CsvInvalid or SfErrorKind.SnapshotInvalid or SfErrorKind.ProfileFileInvalid
            or SfErrorKind.ResponseInvalid or SfErrorKind.BulkRowsFailed or SfErrorKind.MetadataInvalid
            or SfErrorKind.DeploymentComponentFailed or SfErrorKind.DeploymentTestFailed
            or SfErrorKind.DeploymentCoverageTooLow => ErrorCategory.InvalidData,
        SfErrorKind.SignerAnswerInvalid or SfErrorKind.SignatureInDer or SfErrorKind.SignatureHashedTwice or SfErrorKind.SignaturePss
            or SfErrorKind.SignatureOfOtherKey or SfErrorKind.SignatureInvalid => ErrorCategory.InvalidResult,
        SfErrorKind.ApexCompileFailed => ErrorCategory.ParserError,

        SfErrorKind.KeyFileNotFound or SfErrorKind.FileNotFound
            or SfErrorKind.FolderNotFound or SfErrorKind.CertificateNotFound or SfErrorKind.ProfileNotFound
            or SfErrorKind.ConnectionNotFound or SfErrorKind.NotFound or SfErrorKind.AppNotFound
            or SfErrorKind.UserUnsuitable or SfErrorKind.UserNotFound or SfErrorKind.PermissionSetNotFound
            or SfErrorKind.ApiVersionNotFound or SfErrorKind.OrgGone
            => ErrorCategory.ObjectNotFound,
        SfErrorKind.FileExists or SfErrorKind.ProfileExists or SfErrorKind.Conflict => ErrorCategory.ResourceExists,
        SfErrorKind.KeyFileUnreadable => ErrorCategory.ReadError,
        SfErrorKind.FileAccessFailed => ErrorCategory.WriteError,

        SfErrorKind.HostUnreachable or SfErrorKind.TlsFailed or SfErrorKind.ProxyFailed or SfErrorKind.ConnectionBroken
            or SfErrorKind.NotConnected or SfErrorKind.RefreshTokenMissing => ErrorCategory.ConnectionError,
        SfErrorKind.Timeout => ErrorCategory.OperationTimeout,

        SfErrorKind.KeyTooLarge or SfErrorKind.FileTooLarge or SfErrorKind.LoginRateExceeded or SfErrorKind.RequestLimitExceeded
            or SfErrorKind.RequestLimitGuard or SfErrorKind.ConcurrentLimitExceeded => ErrorCategory.LimitsExceeded,
        SfErrorKind.KeyUnusable or SfErrorKind.SignerUnavailable or SfErrorKind.SignerFailed
            or SfErrorKind.SecretUnavailable or SfErrorKind.CallbackUnavailable or SfErrorKind.BrowserUnavailable
            or SfErrorKind.LoginUnavailable
            or SfErrorKind.AppsUnavailable or SfErrorKind.PipelineTokenUnavailable or SfErrorKind.TokenCacheUnavailable
            or SfErrorKind.ServerFault => ErrorCategory.ResourceUnavailable,
        SfErrorKind.RowLocked or SfErrorKind.ProfileFileLocked => ErrorCategory.ResourceBusy,

        SfErrorKind.OutcomeUnknown or SfErrorKind.BulkJobAborted or SfErrorKind.DeploymentCanceled => ErrorCategory.OperationStopped,
        SfErrorKind.ApexFailed or SfErrorKind.RolledBack or SfErrorKind.MethodNotAllowed or SfErrorKind.PreconditionFailed
            or SfErrorKind.RequestFailed or SfErrorKind.BulkJobFailed or SfErrorKind.BulkJobUnfinished or SfErrorKind.DeploymentFailed
            or SfErrorKind.DeploymentEnded => ErrorCategory.InvalidOperation,
    };
#pragma warning restore CS8524
}
