using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;

namespace SalesforceJwt.Core.Sessions;

/// <summary>
/// Renews the session for a request that was refused since it ended: once for a request. The error says what was tried, and nothing else.
/// </summary>
internal static class Renewal
{
    /// <summary>Renews, and says whether the request is to be repeated.</summary>
    /// <param name="session">The session.</param>
    /// <param name="stale">The token that was refused.</param>
    /// <param name="refusal">The refusal.</param>
    /// <param name="wasRenewed">Whether this request had a renewal already.</param>
    /// <param name="isRepeatable">Whether its body can be sent again.</param>
    public static async Task<FailedAttempt> TryAsync(
        SfSession session, TokenResponse stale, FailedAttempt refusal, bool wasRenewed, bool isRepeatable, IHttpObserver? observer,
        CancellationToken cancellationToken)
    {
        var error = (SfRestException)refusal.Error;
        if (wasRenewed)
        {
            return refusal with { Error = error.With(error.Kind, error.Message + " It was renewed, and rejected again.", error.Advice) };
        }

        try
        {
            await session.RenewAsync(stale, afterRefusal: true, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (SfException e)
        {
            // Of the flows that cannot renew, the error says so itself.
            var tried = e.Kind == SfErrorKind.SessionExpired ? string.Empty : "Renewing it failed: ";
            return refusal with { Error = error.With(e.Kind, $"{error.Message} {tried}{e.Message}", e.Advice, e) };
        }

        return isRepeatable
            ? refusal with { WasSessionRenewed = true }
            : refusal with
            {
                Error = error.With(
                    error.Kind, error.Message + " It was renewed, but this body cannot be sent twice.",
                    "Make the call again: the connection has a new session."),
            };
    }
}
