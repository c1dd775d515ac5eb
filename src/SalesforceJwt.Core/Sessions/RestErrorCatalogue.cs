using System.Net;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Sessions;

/// <summary>What an error response means, what to do, whether a retry can help, and whether the server may have acted anyway.</summary>
internal sealed record RestVerdict(
    SfErrorKind Kind, string? Meaning, Advice? Advice, bool IsTransient = false, bool MayHaveActed = false);

/// <summary>What REST error responses mean (REST API Developer Guide: "Status Codes and Error Responses").</summary>
internal static class RestErrorCatalogue
{
    private const string ReadAgain = "Read the record again and repeat the change on what is there now.";
    private const string TryLater = "Try again in some minutes; status.salesforce.com lists maintenance and outages.";

    // These come with INVALID_SESSION_ID as well, but a new token of the same kind does not help.
    private static readonly string[] NotRenewable = ["not valid for use with the REST API", "app is not attached to Agent"];

    // With these codes nothing was done, or it was rolled back, whatever the status.
    private static readonly string[] NothingDone =
    [
        "REQUEST_LIMIT_EXCEEDED", "UNABLE_TO_LOCK_ROW", "REQUEST_RUNNING_TOO_LONG", "QUERY_TIMEOUT", "APEX_ERROR",
    ];

    /// <summary>Whether the session expired, so that a new token helps. Each API has its own code for it; a 401 needs none.</summary>
    public static bool IsExpiredSession(HttpStatusCode status, IReadOnlyList<SfApiError> errors) =>
        !IsUnsuitableSession(errors) && (status == HttpStatusCode.Unauthorized
            || errors.Any(e => !e.IsOfPart && NormalizeCode(e.ErrorCode) switch
            {
                // REST, SOAP and Bulk; the identity endpoints.
                "INVALIDSESSIONID" or "BADOAUTHTOKEN" => true,

                // The token endpoints use it with 400 for a token in the request's body.
                "INVALIDTOKEN" => status == HttpStatusCode.Forbidden,
                "INVALIDAUTHHEADER" or "INVALIDJWTFORMAT" => true,
                _ => false,
            }));

    /// <summary>Explains an error response.</summary>
    public static RestVerdict Explain(HttpStatusCode status, IReadOnlyList<SfApiError> errors)
    {
        var verdict = ByCode(status, errors) ?? ByStatus((int)status);
        return verdict with
        {
            Advice = verdict.Kind is SfErrorKind.RowLocked or SfErrorKind.ConcurrentLimitExceeded or SfErrorKind.RequestLimitExceeded
                or SfErrorKind.SessionExpired
                ? verdict.Advice
                : RestRemedies.Find(errors) ?? verdict.Advice,

            MayHaveActed = FailedAttempt.MayHaveActedOn(status) && verdict.Kind != SfErrorKind.SessionExpired && !MeansNothingDone(errors),
        };
    }

    private static RestVerdict? ByCode(HttpStatusCode status, IReadOnlyList<SfApiError> errors)
    {
        if (IsUnsuitableSession(errors))
        {
            return new(
                SfErrorKind.SessionNotValidForApi,
                "This kind of session may not use the REST API, and a new one of its kind may not either.",
                "Check the app's scopes (it needs 'Manage user data via APIs (api)') and the user's permission 'API Enabled'.");
        }

        if (IsExpiredSession(status, errors))
        {
            return new(
                SfErrorKind.SessionExpired, "The session was rejected.",
                "Connect again. If it happens again: Setup > Session Settings (locked to an IP address or domain?) and Login History.");
        }

        if (errors.FirstOrDefault(e => e.ErrorCode == "UNABLE_TO_LOCK_ROW") is { } locked)
        {
            // In an error of one part, the other parts may have been saved.
            return new(
                SfErrorKind.RowLocked, "Another transaction holds the record.",
                "Try again later, write to one parent record from one process at a time, or in smaller batches.",
                IsTransient: !locked.IsOfPart);
        }

        if (errors.FirstOrDefault(e => e.ErrorCode == "REQUEST_LIMIT_EXCEEDED") is { } limit)
        {
            return limit.Message.Contains("Concurrent", StringComparison.OrdinalIgnoreCase)
                ? new(
                    SfErrorKind.ConcurrentLimitExceeded,
                    "Too many requests that run over 20 seconds at once (25; Developer Edition and trials 5).",
                    "Run fewer at once, or make them faster.",
                    IsTransient: !limit.IsOfPart)
                : status == HttpStatusCode.TooManyRequests ? null
                : new(
                    SfErrorKind.RequestLimitExceeded,
                    "The org's API requests of the last 24 hours are used up.",
                    "Wait: the quota frees up hour by hour (Setup > Company Information > API Requests, Last 24 Hours). "
                        + "Use Bulk or composite calls to need fewer.");
        }

        return errors.Any(LacksPermission) ? ByStatus((int)HttpStatusCode.Forbidden) : null;
    }

    /// <summary>
    /// Whether the user lacks a permission. The code says it, not the status: it comes with 403 or 400, and in SOAP with 500, which is the
    /// status of every SOAP error.
    /// </summary>
    private static bool LacksPermission(SfApiError error) =>
        error.ErrorCode.StartsWith("INSUFFICIENT_ACCESS", StringComparison.Ordinal)
        || error.ErrorCode is "INSUFFICIENT_PERMISSIONS" or "API_DISABLED_FOR_ORG";

    private static RestVerdict ByStatus(int status) => status switch
    {
        300 => new(
            SfErrorKind.MultipleMatches,
            "The external id matches several records.",
            "Make the external id field unique, or address the record by its Id; the answer lists the records."),
        304 => new(
            SfErrorKind.PreconditionFailed, "Not modified since the given time.",
            "Leave out If-Modified-Since / If-None-Match to get it anyway."),
        403 => new(
            SfErrorKind.PermissionDenied, "The user may not do this.",
            "Check object and field permissions, sharing, 'API Enabled' on the user's profile, and the app's scopes."),
        404 => new(
            SfErrorKind.NotFound,
            "There is no such resource or record, or the user may not see it.",
            "Check path, object name and id. Names below /sobjects are API names (Invoice__c)."),
        405 => new(
            SfErrorKind.MethodNotAllowed,
            "This resource does not support that HTTP method.",
            "Create: POST sobjects/NAME. Read: GET, update: PATCH, delete: DELETE sobjects/NAME/ID."),
        409 => new(
            SfErrorKind.Conflict,
            "The request conflicts with the present state of the record.",
            ReadAgain),
        412 => new(
            SfErrorKind.PreconditionFailed,
            "The condition of a conditional request did not hold: another user changed the record.",
            ReadAgain),
        414 or 431 => new(
            SfErrorKind.UriTooLong,
            "The URI or its headers are longer than about 16 KB.",
            "Send a long query by POST to composite/batch, or ask for less at once."),
        420 => new(
            SfErrorKind.OrgGone,
            "The org was deleted or has expired, as scratch orgs do.",
            "Make a new scratch org, and connect to that one."),
        429 => new(SfErrorKind.ConcurrentLimitExceeded, "Too many requests in too short a time.", "Send fewer at once.", IsTransient: true),
        503 => new(
            SfErrorKind.ServerFault,
            "Salesforce, or a gateway in front of it, is not available at the moment.",
            TryLater,
            IsTransient: true),
        502 or 504 => new(
            SfErrorKind.ServerFault,
            "A gateway or proxy got no response from Salesforce in time.",
            TryLater,
            IsTransient: true),
        >= 500 => new(
            SfErrorKind.ServerFault,
            "A fault inside Salesforce, or inside Apex code that the request ran.",
            "Try again; if it happens again, give Salesforce support the error number in the message, "
                + "or read the Apex log (Setup > Debug Logs)."),
        >= 300 and < 400 => new(
            SfErrorKind.RequestFailed,
            "The server redirects this request, and the redirect is not followed.",
            "Use the host that it names, if you trust it."),
        400 => new(SfErrorKind.RequestInvalid, null, "Correct what the message names, and send it again."),
        _ => new(SfErrorKind.RequestFailed, null, null),
    };

    /// <summary>
    /// Whether every error means that nothing was done. SERVER_UNAVAILABLE alone does not: it can concern a server that the call needed
    /// on its way.
    /// </summary>
    private static bool MeansNothingDone(IReadOnlyList<SfApiError> errors) => errors.Count > 0 && errors.All(e => !e.IsOfPart
        && (NothingDone.Contains(e.ErrorCode)
            || (e.ErrorCode == "SERVER_UNAVAILABLE" && e.Message.Contains("too busy", StringComparison.OrdinalIgnoreCase))));

    private static bool IsUnsuitableSession(IReadOnlyList<SfApiError> errors) =>
        errors.Any(e => NotRenewable.Any(words => e.Message.Contains(words, StringComparison.OrdinalIgnoreCase)));

    /// <summary>A code in one spelling: INVALID_SESSION_ID, InvalidSessionId and invalid_session_id are one.</summary>
    private static string NormalizeCode(string code) => code.Replace("_", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
}
