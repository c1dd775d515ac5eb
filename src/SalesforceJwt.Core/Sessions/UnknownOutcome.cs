using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Sessions;

/// <summary>
/// The error of a request that may have changed something, when its answer was lost or damaged.
/// </summary>
internal static class UnknownOutcome
{
    /// <summary>Makes the error.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cause">Why its answer is missing.</param>
    public static SfRestException Of(SfRequest request, SfException cause) => Of(
        $"Whether Salesforce acted on this {request.Method.Method} is not known"
            + (request.RetrySafety == RetrySafety.Idempotent ? string.Empty : ", and it was not sent again"),
        cause,
        request.Method == HttpMethod.Delete
            ? "Look whether it is still there, or send it again: an error that it does not exist (any more) then confirms that it was done."
            : request.Method == HttpMethod.Patch || request.Method == HttpMethod.Put
                ? "Look at what is there now. Sending the same values twice is safe, unless another user changed them in the meantime."
            : "Look whether it was done (the newest records, files or jobs of this user) before you send it again.");

    /// <summary>The cause of an unknown outcome; any other error unchanged.</summary>
    public static SfException Cause(SfException error) =>
        error is { Kind: SfErrorKind.OutcomeUnknown, InnerException: SfException cause } ? cause : error;

    /// <summary>Makes the error for a caller that knows what the request was for.</summary>
    /// <param name="what">What is not known: a sentence without its period.</param>
    /// <param name="error">The cause, or the error that was made of it here.</param>
    /// <param name="remedy">How to find out.</param>
    public static SfRestException Of(string what, SfException error, string remedy)
    {
        var cause = Cause(error);
        return new SfRestException(
            SfErrorKind.OutcomeUnknown, $"{what}. {cause.Message}", remedy, cause)
        {
            StatusCode = cause.StatusCode,
            ServerText = cause.ServerText,
            Method = (cause as SfRestException)?.Method ?? string.Empty,
            Url = (cause as SfRestException)?.Url ?? string.Empty,
        };
    }
}
