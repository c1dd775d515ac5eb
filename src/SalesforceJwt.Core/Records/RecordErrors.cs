using System.Net;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Records;

/// <summary>The errors of single records: each names its record.</summary>
internal static class RecordErrors
{
    public const string RolledBackCode = "ALL_OR_NONE_OPERATION_ROLLED_BACK";
    public const string LockedCode = "UNABLE_TO_LOCK_ROW";
    public const string DeletedCode = "ENTITY_IS_DELETED";

    /// <summary>
    /// Whether a deletion failed since there is no such record. Setup objects have no recycle bin: of a deleted record Salesforce says
    /// the same as of one that never was.
    /// </summary>
    public static bool MeansNotThere(string code) => code is DeletedCode or "INVALID_CROSS_REFERENCE_KEY" or "NOT_FOUND";

    /// <summary>The error of a record in Salesforce's answer.</summary>
    /// <param name="names">Suggestions for unknown names in it; null if there are none.</param>
    public static SfException Of(RecordRow row, IReadOnlyList<SfApiError> errors, string? names)
    {
        if (errors.Any(e => e.ErrorCode == RolledBackCode))
        {
            return RolledBack(row);
        }

        if (RestErrorReader.Join(errors).Length == 0)
        {
            return Error(
                SfErrorKind.RequestFailed,
                row,
                "Salesforce refused it and gave no reason",
                "Try this one alone. If it fails again, look at it in Salesforce, and at the logs of the org's automation "
                    + "(Setup > Debug Logs).",
                errors);
        }

        var (kind, meaning, advice, _, _) = RestErrorCatalogue.Explain(Status(errors), errors);
        return Error(
            kind, row, RestErrorReader.Join(errors) + (kind == SfErrorKind.RowLocked ? ". " + meaning : string.Empty),
            NotWritable(row, errors) ?? (names is null ? advice : advice?.After(names) ?? new Advice(names)), errors);
    }

    /// <summary>The error of a record whose request failed as a whole.</summary>
    public static SfException OfRequest(RecordRow row, SfException error) =>
        Error(error.Kind, row, error.Message, error.Advice, (error as SfRestException)?.Errors ?? [], error);

    /// <summary>The error of a valid record in an all-or-none request that failed.</summary>
    public static SfException RolledBack(RecordRow row) => Error(
        SfErrorKind.RolledBack,
        row,
        $"{RolledBackCode}: it was not saved, since another record of its batch failed and the batch is all or none",
        "Correct the records of the batch that have their own errors, and send the batch again.",
        [new SfApiError(RolledBackCode, "Not saved, since another record of its batch failed.", [])]);

    /// <summary>The same error, with the record's name before it.</summary>
    public static SfException Named(RecordRow row, SfException fault) => new(fault.Kind, $"{row}: {fault.Message}", fault.Advice, fault);

    /// <summary>It is not known whether the record was saved.</summary>
    public static SfException InDoubt(RecordRow row, SfException error, RecordAction action) => UnknownOutcome.Of(
        $"{row}: whether it was "
            + (action == RecordAction.Delete ? "deleted is not known" : "saved is not known, and it was not sent again"),
        error,
        action switch
        {
            RecordAction.Create =>
                "Look whether it is there before you send it again. An upsert by external id can be sent twice without harm.",
            RecordAction.Delete => "Send it again: ENTITY_IS_DELETED then confirms that it was done.",
            _ => "Send it again: sending the same values twice is safe.",
        });

    /// <summary>Whether an error is caused by these records, so that other batches may succeed.</summary>
    public static bool IsOfRecords(SfException error) => error.Kind is SfErrorKind.RequestInvalid or SfErrorKind.RequestFailed
        or SfErrorKind.RowLocked or SfErrorKind.MultipleMatches or SfErrorKind.Conflict or SfErrorKind.PreconditionFailed

        // With 400, the user may not change this record; with 403, the object or anything at all.
        || error is { Kind: SfErrorKind.PermissionDenied, StatusCode: 400 };

    /// <summary>The HTTP status of a single call with these errors, for the catalogue.</summary>
    private static HttpStatusCode Status(IReadOnlyList<SfApiError> errors) => (errors.Count > 0 ? errors[0].ErrorCode : null) switch
    {
        "NOT_FOUND" or DeletedCode => HttpStatusCode.NotFound,
        "DUPLICATE_EXTERNAL_ID" => HttpStatusCode.MultipleChoices,
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY" => HttpStatusCode.Forbidden,
        _ => HttpStatusCode.BadRequest,
    };

    /// <summary>The advice for records from a query that have fields which cannot be written; null for other errors.</summary>
    private static Advice? NotWritable(RecordRow row, IReadOnlyList<SfApiError> errors) =>
        errors.FirstOrDefault(e => e.Fields.Length > 0 && (e.ErrorCode == "INVALID_FIELD_FOR_INSERT_UPDATE" || IsParent(e))) is { } error
            ? new Advice(
                $"Leave out what cannot be written: {string.Join(", ", error.Fields)}. "
                    + "If it should be writable, check the field's security for this user.",
                NextStep.ExcludeFields,
                [row.Type, .. IsParent(error) ? error.Fields.SelectMany(WithColumns) : error.Fields])
            : null;

    /// <summary>A parent as it stands in a record, and its columns in a flat row.</summary>
    private static IEnumerable<string> WithColumns(string parent) => [parent, $"{parent}.*"];

    /// <summary>Whether the error is about a parent record (Account.Name), which a query returns inside its child.</summary>
    private static bool IsParent(SfApiError error) =>
        error.ErrorCode == "INVALID_FIELD" && error.Message.Contains("foreign key field", StringComparison.OrdinalIgnoreCase);

    private static SfRestException Error(
        SfErrorKind kind, RecordRow row, string what, Advice? advice, IReadOnlyList<SfApiError> errors, SfException? cause = null) =>
        new(kind, $"{row}: {what}{(what.EndsWith('.') ? string.Empty : ".")}", advice)
        {
            Errors = errors,
            StatusCode = cause?.StatusCode,
            ServerText = cause?.ServerText,
            Method = (cause as SfRestException)?.Method ?? string.Empty,
            Url = (cause as SfRestException)?.Url ?? "composite/sobjects",
        };
}
