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

    /// <summary>Downloads a file; it appears under its name when it is complete.</summary>
    /// <param name="uri">The file's resource.</param>
    /// <param name="apiVersion">The API version; null for the session's.</param>
    /// <param name="path">Full path of the target; an existing file is replaced.</param>
    /// <param name="expected">What Salesforce says of the file.</param>
    /// <param name="progress">Receives the number of bytes saved so far; null if not needed.</param>
    /// <param name="cancellationToken">Cancels; nothing is left behind.</param>
    /// <exception cref="SfException">The download failed, or is not the whole file; the error says why and what to do.</exception>
    public Task DownloadAsync(
        string uri,
        string? apiVersion,
        string path,
        ExpectedFile expected,
        IProgress<long>? progress,
        IHttpObserver? observer,
        CancellationToken cancellationToken)
    {
        FileDownload.RequireTarget(path);
        return SendAsync(
            new SfRequest { Uri = uri, ApiVersion = apiVersion, Expect = ExpectedAnswer.File },
            async (response, cancel) =>
            {
                await FileDownload.SaveAsync(response, path, progress, expected, cancel).ConfigureAwait(false);
                return true;
            },
            observer,
            cancellationToken);
    }
}
