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
            ErrorDetails = new ErrorDetails(error.Message) { RecommendedAction = error.Remedy ?? string.Empty },
        };

    /// <summary>The target without secrets: a text that could be a secret is redacted.</summary>
    private static object? Shown(object? target) =>
        PSValue.Unwrap(target) is var value && value is string or Uri
            ? SecretText.Redact(value.ToString())
            : target;

    private static ErrorCategory Category(SfErrorKind kind)
    {
        switch (kind)
        {
            case SfErrorKind.KeyFileNotFound or SfErrorKind.FolderNotFound or SfErrorKind.CertificateNotFound
                or SfErrorKind.ConnectionNotFound or SfErrorKind.NotFound or SfErrorKind.ApiVersionNotFound or SfErrorKind.OrgGone
                or SfErrorKind.ProfileNotFound:
                return ErrorCategory.ObjectNotFound;
            case SfErrorKind.KeyFileUnreadable:
                return ErrorCategory.ReadError;
            case SfErrorKind.KeyFormatUnknown or SfErrorKind.KeyNotPrivate or SfErrorKind.KeyNotRsa or SfErrorKind.KeyTooSmall
                or SfErrorKind.KeyCertificateMismatch or SfErrorKind.ResponseInvalid or SfErrorKind.ProfileFileInvalid or SfErrorKind.JwtInvalid
                or SfErrorKind.CsvInvalid or SfErrorKind.BulkRowsFailed:
                return ErrorCategory.InvalidData;
            case SfErrorKind.ValueMissing or SfErrorKind.ClientIdInvalid or SfErrorKind.UsernameInvalid or SfErrorKind.LoginUrlInvalid
                or SfErrorKind.UriInvalid or SfErrorKind.SearchTextInvalid or SfErrorKind.ApiVersionInvalid or SfErrorKind.BodyInvalid or SfErrorKind.HeaderInvalid
                or SfErrorKind.QueryParameterInvalid or SfErrorKind.QueryParameterMissing or SfErrorKind.QueryParameterUnused
                or SfErrorKind.KeyAmbiguous
                or SfErrorKind.InstanceUrlInvalid or SfErrorKind.CallbackUrlInvalid or SfErrorKind.AuthUrlInvalid
                or SfErrorKind.LoginMyDomainRequired or SfErrorKind.RequestInvalid or SfErrorKind.MultipleMatches or SfErrorKind.UriTooLong or SfErrorKind.ArgumentConflict
                or SfErrorKind.ProfileNameInvalid or SfErrorKind.SecretLocationInvalid
                or SfErrorKind.CompositeInvalid or SfErrorKind.IdInvalid or SfErrorKind.NameInvalid or SfErrorKind.RecordInvalid:
                return ErrorCategory.InvalidArgument;
            case SfErrorKind.FileExists or SfErrorKind.Conflict or SfErrorKind.ProfileExists:
                return ErrorCategory.ResourceExists;
            case SfErrorKind.FileAccessFailed:
                return ErrorCategory.WriteError;
            case SfErrorKind.HostUnreachable or SfErrorKind.TlsFailed or SfErrorKind.ProxyFailed or SfErrorKind.ConnectionBroken
                or SfErrorKind.NotConnected or SfErrorKind.RefreshTokenMissing:
                return ErrorCategory.ConnectionError;
            case SfErrorKind.Timeout:
                return ErrorCategory.OperationTimeout;
            case SfErrorKind.InstanceUrlUntrusted or SfErrorKind.SignedRequestInvalid:
                return ErrorCategory.SecurityError;
            case SfErrorKind.PermissionDenied or SfErrorKind.SessionNotValidForApi:
                return ErrorCategory.PermissionDenied;
            case SfErrorKind.KeyTooLarge or SfErrorKind.FileTooLarge or SfErrorKind.LoginRateExceeded or SfErrorKind.RequestLimitExceeded or SfErrorKind.RequestLimitGuard or SfErrorKind.ConcurrentLimitExceeded:
                return ErrorCategory.LimitsExceeded;
            case SfErrorKind.LoginUnavailable or SfErrorKind.ServerFault or SfErrorKind.CallbackUnavailable or SfErrorKind.SecretUnavailable:
                return ErrorCategory.ResourceUnavailable;
            case SfErrorKind.RowLocked or SfErrorKind.ProfileFileLocked:
                return ErrorCategory.ResourceBusy;
            case SfErrorKind.OutcomeUnknown or SfErrorKind.BulkJobAborted:
                return ErrorCategory.OperationStopped;
            case SfErrorKind.ApexCompileFailed:
                return ErrorCategory.ParserError;
            case SfErrorKind.ApexFailed or SfErrorKind.RolledBack or SfErrorKind.MethodNotAllowed or SfErrorKind.PreconditionFailed or SfErrorKind.RequestFailed
                or SfErrorKind.BulkJobFailed or SfErrorKind.BulkJobUnfinished:
                return ErrorCategory.InvalidOperation;
            default:
                // What is left is about who signs in: key passwords, sessions, and the token endpoint's refusals.
                return ErrorCategory.AuthenticationError;
        }
    }
}
