using System.Globalization;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Describe;

/// <summary>One cached response, and the request that renews it.</summary>
/// <param name="resource">The resource below <c>/services/data/vNN.0/</c>.</param>
/// <param name="read">Reads the response.</param>
internal sealed class DescribeEntry<T>(string resource, Func<SfResponse, CancellationToken, Task<T>> read)
    where T : class
{
    private readonly SingleFlight<Cached> _flight = new();
    private volatile Cached? _cached;

    /// <summary>The resource below <c>/services/data/vNN.0/</c>.</summary>
    public string Resource => resource;

    /// <summary>The date of the cached response, for <c>If-Modified-Since</c>; null without one.</summary>
    public string? LastModified => _cached?.LastModified;

    /// <summary>Stores a response that arrived together with others.</summary>
    public T Store(T value, string? lastModified, DateTimeOffset checkedAt) => (_cached = new(value, lastModified, checkedAt)).Value;

    /// <summary>The cached response, which a status of 304 has confirmed; null if nothing is cached.</summary>
    public T? Confirm(DateTimeOffset checkedAt) => _cached is { } known ? (_cached = known with { CheckedAt = checkedAt }).Value : null;

    public async Task<T> GetAsync(
        SfSession session, string version, DescribeOptions options, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        if (options.Refresh)
        {
            // Not shared with other callers: a revalidation in progress is not a full request.
            return (await FetchAsync(session, version, null, options, observer, cancellationToken).ConfigureAwait(false)).Value;
        }

        if (Fresh() is { } fresh)
        {
            return fresh.Value;
        }

        var entry = await _flight.RunAsync(
            Fresh, cancel => FetchAsync(session, version, _cached, options, observer, cancel), cancellationToken).ConfigureAwait(false);
        return entry.Value;

        Cached? Fresh() =>
            _cached is { } known && session.Transport.Time.GetUtcNow() - known.CheckedAt < options.MaximumAge ? known : null;
    }

    private async Task<Cached> FetchAsync(
        SfSession session, string version, Cached? known, DescribeOptions options, IHttpObserver? observer,
        CancellationToken cancellationToken)
    {
        var now = session.Transport.Time.GetUtcNow();
        var request = new SfRequest
        {
            Uri = resource,
            ApiVersion = version,
            Headers = known?.LastModified is { } time ? [new("If-Modified-Since", time)] : [],
            SuppressNameAdvice = options.SuppressNameAdvice,
            Retry = options.SuppressNameAdvice ? session.Defaults.Retry with { MaximumRetryCount = 0 } : null,
        };
        try
        {
            return _cached = await session.Rest.SendAsync(request, ReadAsync, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (SfRestException e) when (known is not null && e.StatusCode == 304)
        {
            return _cached = known with { CheckedAt = now };
        }

        async Task<Cached> ReadAsync(SfResponse response, CancellationToken cancel) => new(
            await read(response, cancel).ConfigureAwait(false),
            (response.ContentHeaders.LastModified ?? response.Headers.Date)?.ToString("R", CultureInfo.InvariantCulture),
            now);
    }

    /// <summary>A cached response.</summary>
    /// <param name="Value">The parsed body.</param>
    /// <param name="LastModified">Its <c>Last-Modified</c> header, else its <c>Date</c>; null without both.</param>
    /// <param name="CheckedAt">When it was received or last revalidated.</param>
    private sealed record Cached(T Value, string? LastModified, DateTimeOffset CheckedAt);
}
