using SalesforceJwt.Core.Rest;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Data.Composite;

/// <summary>Sends several requests as one.</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
/// <param name="observer">Is told of the traffic; null for nobody.</param>
public sealed class CompositeClient(SfSession session, string? apiVersion, IHttpObserver? observer = null)
{
    /// <summary>Sends a part of a plan.</summary>
    /// <param name="part">The part.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The answers, in the order of the part's subrequests.</returns>
    /// <exception cref="SfException">The request as a whole failed.</exception>
    public async Task<IReadOnlyList<SubrequestResult>> SendAsync(CompositePart part, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(part);
        var version = apiVersion ?? await session.GetApiVersionAsync(observer, cancellationToken).ConfigureAwait(false);
        return await session.Rest.SendAsync(
            CompositeRequest.Of(part, version, apiVersion),
            async (response, cancel) => CompositeAnswer.ReadAll(part, await response.ReadAllAsync(cancel).ConfigureAwait(false), response.Url),
            observer,
            cancellationToken).ConfigureAwait(false);
    }
}
