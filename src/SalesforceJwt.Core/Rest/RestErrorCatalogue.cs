using System.Net;

namespace SalesforceJwt.Core.Rest;

/// <summary>What REST refusals mean, what to do, and whether repeating can help (REST API Developer Guide: "Status Codes and Error Responses").</summary>
internal static class RestErrorCatalogue
{
    // These two say INVALID_SESSION_ID as well, but no new token of the same kind will be any better.
    private static readonly string[] NotRenewable = ["not valid for use with the REST API", "app is not attached to Agent"];

    /// <summary>Whether the session expired, so that a new token helps.</summary>
    public static bool IsExpiredSession(HttpStatusCode status, IReadOnlyList<SfRestError> errors) =>
        errors.Any(e => (status == HttpStatusCode.Unauthorized && e.ErrorCode == "INVALID_SESSION_ID") || e.ErrorCode is "InvalidSessionId" or "Bad_OAuth_Token")
        && !IsWrongSession(errors);

    public static (SfErrorKind Kind, string? Meaning, string? Remedy, Repeat Repeat) Explain(HttpStatusCode status, IReadOnlyList<SfRestError> errors, TimeSpan? retryAfter)
    {
        if (Code("UNABLE_TO_LOCK_ROW"))
        {
            return (SfErrorKind.RowLocked, "Another transaction holds the record, and the repeated attempts found it still held.", "Try again later, write to one parent record from one process at a time, or in smaller batches.", Repeat.Always);
        }

        if (Code("REQUEST_LIMIT_EXCEEDED"))
        {
            return Said("Concurrent")
                ? (SfErrorKind.ConcurrentLimitExceeded, "Too many requests that run over 20 seconds at once (25; Developer Edition and trials 5).", "Run fewer at once, or make them faster.", Repeat.Always)
                : (SfErrorKind.RequestLimitExceeded, "The org's API requests of the last 24 hours are used up.", "Wait: the quota frees up hour by hour (Setup > Company Information > API Requests, Last 24 Hours). Use Bulk or composite calls to need fewer.", Repeat.Never);
        }

        return (int)status switch
        {
            300 => (SfErrorKind.MultipleMatches, "The external id matches several records.", "Make the external id field unique, or address the record by its Id; the answer lists the records.", Repeat.Never),
            304 => (SfErrorKind.PreconditionFailed, "Not modified since the given time.", "Leave out If-Modified-Since / If-None-Match to get it all the same.", Repeat.Never),
            401 when IsWrongSession(errors) => (SfErrorKind.SessionNotValidForApi, "This kind of session may not use the REST API, and a new one of its kind may not either.", "Check the app's scopes (it needs 'Manage user data via APIs (api)') and the user's permission 'API Enabled'.", Repeat.Never),
            401 => (SfErrorKind.SessionExpired, "The session was refused, and a renewed one as well, or it cannot be renewed.", "Connect again. If it goes on: Setup > Session Settings (locked to an IP address or domain?) and Login History.", Repeat.Never),
            403 => (SfErrorKind.PermissionDenied, "The user may not do this.", "Check object and field permissions, sharing, 'API Enabled' on the user's profile, and the app's scopes.", Repeat.Never),
            404 => (SfErrorKind.NotFound, "There is no such resource or record, or the user may not see it.", "Check path, object name and id. Names below /sobjects are API names (Invoice__c).", Repeat.Never),
            405 => (SfErrorKind.MethodNotAllowed, "This resource does not take that HTTP method.", "Create: POST sobjects/NAME. Read: GET, update: PATCH, delete: DELETE sobjects/NAME/ID.", Repeat.Never),
            409 => (SfErrorKind.Conflict, "The request conflicts with the present state of the record.", "Read the record again and repeat the change on what is there now.", Repeat.Never),
            412 => (SfErrorKind.PreconditionFailed, "The condition of a conditional request did not hold: the record was changed by somebody else.", "Read the record again and repeat the change on what is there now.", Repeat.Never),
            414 or 431 => (SfErrorKind.UriTooLong, "The URI or its headers are longer than about 16 KB.", "Send a long query by POST to composite/batch, or ask for less at once.", Repeat.Never),
            420 => (SfErrorKind.OrgGone, "The org was deleted or has expired, as scratch orgs do.", "Make a new scratch org, and connect to that one.", Repeat.Never),
            429 => (SfErrorKind.ConcurrentLimitExceeded, "Too many requests in too short a time.", "Send fewer at once.", Repeat.Always),
            503 => (SfErrorKind.ServerFault, "Salesforce, or something in front of it, is not available at the moment.", "Try again in some minutes; status.salesforce.com tells of maintenance and outages.", retryAfter is null ? Repeat.IfIdempotent : Repeat.Always),
            502 or 504 => (SfErrorKind.ServerFault, "Something between here and Salesforce got no answer in time.", "Try again. For anything but a GET, look first whether Salesforce has acted on it.", Repeat.IfIdempotent),
            >= 500 => (SfErrorKind.ServerFault, "A fault inside Salesforce, or inside Apex code that the request ran.", "Try again; if it goes on, give Salesforce support the error number in the message, or read the Apex log (Setup > Debug Logs).", Repeat.Never),
            >= 300 and < 400 => (SfErrorKind.RequestFailed, "The server sends this request elsewhere, and it is not sent on.", "Use the host it names, if you trust it.", Repeat.Never),
            400 => (SfErrorKind.RequestInvalid, null, BadRequestRemedy(errors), Repeat.Never),
            _ => (SfErrorKind.RequestFailed, null, null, Repeat.Never),
        };

        bool Code(string code) => errors.Any(e => e.ErrorCode == code);

        bool Said(string words) => errors.Any(e => e.Message.Contains(words, StringComparison.OrdinalIgnoreCase));
    }

    private static string BadRequestRemedy(IReadOnlyList<SfRestError> errors) => (errors.Count == 0 ? string.Empty : errors[0].ErrorCode) switch
    {
        "INVALID_FIELD" or "INVALID_FIELD_FOR_INSERT_UPDATE" => "Check the API names of the fields (Total__c), and that the user may see and edit them: Get-SfObject NAME lists them.",
        "INVALID_TYPE" => "Check the object's API name (Invoice__c), and that the user may see it: Get-SfObject lists them.",
        "MALFORMED_QUERY" when errors[0].Message.Contains("Bind variables", StringComparison.OrdinalIgnoreCase) =>
            "Give the value of each :name beside the query: -Parameter @{ name = … }.",
        "MALFORMED_QUERY" => "Check the SOQL at the position that the message marks. Text stands in single quotes, dates and numbers do not.",
        "INVALID_QUERY_LOCATOR" => "The query's cursor has ended: Salesforce keeps ten for each user, and each for two days. Run the query again; use Export-SfBulk for long answers.",
        "MALFORMED_ID" => "An id has 15 or 18 letters and digits, and belongs to an object of the right kind.",
        "JSON_PARSER_ERROR" => "Check the values' types: a date without a time is [DateOnly] or text like '2026-03-01', a number has no quotes.",
        "REQUIRED_FIELD_MISSING" => "Give the fields that the message names.",
        "DUPLICATES_DETECTED" or "DUPLICATE_VALUE" => "A record with these values is there already: update it, or upsert by an external id.",
        "FIELD_CUSTOM_VALIDATION_EXCEPTION" => "A validation rule of the org refused: its message says what it wants (Setup > Object Manager > (object) > Validation Rules).",
        "STRING_TOO_LONG" => "Shorten the text to the field's length: Get-SfObject NAME tells it.",
        "INVALID_CROSS_REFERENCE_KEY" or "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY" => "Check the ids of other records that this one refers to, and that the user may see them.",
        _ => "Correct what the message names, and send it again.",
    };

    private static bool IsWrongSession(IReadOnlyList<SfRestError> errors) =>
        errors.Any(e => NotRenewable.Any(words => e.Message.Contains(words, StringComparison.OrdinalIgnoreCase)));
}
