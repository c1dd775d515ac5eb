using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Sessions;

/// <summary>REST calls of one session.</summary>
internal sealed class SfRestClient(SfSession session)
{
    /// <summary>Sends a request and reads its answer.</summary>
    /// <typeparam name="T">What the answer becomes.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the answer. Called again if the connection breaks in the middle, so it starts afresh each time.</param>
    /// <exception cref="SfException">The call failed; the error says why and what to do.</exception>
    public async Task<T> SendAsync<T>(
        SfRequest request,
        Func<SfResponse, CancellationToken, Task<T>> read,
        IHttpObserver? observer = null,
        CancellationToken cancellationToken = default)
    {
        request = request with { Uri = request.Uri.Trim() };
        if (!request.IgnoresUsageLimit)
        {
            session.Usage.RequireBelowLimit(session.Limit);
        }

        var version = request.ApiVersion ?? (RequestUri.NeedsVersion(request.Uri)
            ? await session.Versions.GetCurrentAsync(request, observer, cancellationToken).ConfigureAwait(false)
            : string.Empty);
        T? result = default;
        var call = new SfRestCall(
            session,
            request,
            version,
            async (response, cancel) => result = await read(response, cancel).ConfigureAwait(false),
            observer);
        try
        {
            await session.Transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
            return result!;
        }
        catch (SfRestException e) when (!request.SuppressNameAdvice && session.Defaults.NameAdvice?.Concerns(e) == true)
        {
            throw await session.Defaults.NameAdvice.AddAsync(session, e, request.ApiVersion, observer, cancellationToken)
                .ConfigureAwait(false);
        }
    }
}
