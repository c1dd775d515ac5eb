using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Composite;

/// <summary>Sends several requests as one.</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
internal sealed class CompositeClient(SfSession session, string? apiVersion, IHttpObserver? observer = null)
{
    /// <summary>Sends a part of a plan.</summary>
    /// <param name="part">The part.</param>
    /// <exception cref="SfException">The request as a whole was refused.</exception>
    public async Task<CompositePartResult> SendAsync(CompositePart part, CancellationToken cancellationToken = default)
    {
        var version = apiVersion ?? await session.GetApiVersionAsync(observer, cancellationToken).ConfigureAwait(false);
        try
        {
            var results = await session.Rest.SendAsync(
                CompositeRequest.Of(part, version, apiVersion),
                (response, cancel) => CompositeAnswer.ReadAllAsync(part, response, cancel),
                observer,
                cancellationToken).ConfigureAwait(false);
            return new CompositePartResult(results, null);
        }
        catch (SfException e) when (e.Kind == SfErrorKind.OutcomeUnknown)
        {
            var stop = await Overload.WaitAsync(session, e, observer, cancellationToken).ConfigureAwait(false);
            return new CompositePartResult([.. part.Subrequests.Select(s => InDoubt(s, e))], stop);
        }
    }

    private static SubrequestResult InDoubt(Subrequest subrequest, SfException error) => new(subrequest, 0, default)
    {
        Error = UnknownOutcome.Of(
            $"Whether the subrequest {subrequest.Label} was done is not known, and it was not sent again",
            error,
            "Look whether it was done (the newest records of this user, the fields that it changes) before you send it again."),
    };
}
