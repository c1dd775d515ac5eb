using System.Globalization;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Describe;

/// <summary>One kept answer, and how to get it anew.</summary>
/// <param name="resource">Where it is.</param>
/// <param name="parse">Reads it.</param>
internal sealed class DescribeEntry<T>(string resource, Func<ReadOnlyMemory<byte>, string, T> parse)
    where T : class
{
    private readonly SingleFlight<Kept> _flight = new();
    private volatile Kept? _kept;

    public async Task<T> GetAsync(SfSession session, string version, DescribeOptions options, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        if (options.Refresh)
        {
            // Not shared: a revalidation under way would not do.
            return (await FetchAsync(session, version, null, options, observer, cancellationToken).ConfigureAwait(false)).Value;
        }

        if (Fresh() is { } fresh)
        {
            return fresh.Value;
        }

        var kept = await _flight.RunAsync(Fresh, cancel => FetchAsync(session, version, _kept, options, observer, cancel), cancellationToken).ConfigureAwait(false);
        return kept.Value;

        Kept? Fresh() => _kept is { } known && session.Transport.Time.GetUtcNow() - known.CheckedAt < options.MaximumAge ? known : null;
    }

    private async Task<Kept> FetchAsync(
        SfSession session, string version, Kept? known, DescribeOptions options, IHttpObserver? observer, CancellationToken cancellationToken)
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
            return _kept = await session.Rest.SendAsync(request, ReadAsync, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (SfRestException e) when (known is not null && e.StatusCode == 304)
        {
            return _kept = known with { CheckedAt = now };
        }

        async Task<Kept> ReadAsync(SfResponse response, CancellationToken cancel) => new(
            parse(await response.ReadAllAsync(cancel).ConfigureAwait(false), response.Url),
            (response.ContentHeaders.LastModified ?? response.Headers.Date)?.ToString("R", CultureInfo.InvariantCulture),
            now);
    }

    /// <summary>An answer.</summary>
    /// <param name="Value">What it says.</param>
    /// <param name="LastModified">When Salesforce says it last changed, else when it was given, by the server's clock; null where neither is told.</param>
    /// <param name="CheckedAt">When it was last found good.</param>
    private sealed record Kept(T Value, string? LastModified, DateTimeOffset CheckedAt);
}
