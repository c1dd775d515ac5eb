using System.Collections.Concurrent;
using SalesforceJwt.Core.Composite;
using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Comparison;

/// <summary>The objects of an org, as its user sees them.</summary>
/// <param name="session">The session.</param>
/// <param name="version">The API version: both sides need the same, since later ones have more fields.</param>
internal sealed class OrgSchema(SfSession session, string version, IHttpObserver? observer) : ISchema
{
    private readonly DescribeCache _cache = DescribeCache.Of(session);
    private readonly CompositeClient _composite = new(session, version, observer);
    private readonly DescribeOptions _options = new() { ApiVersion = version };
    private readonly ConcurrentDictionary<string, SfObject> _prepared = new(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public async Task<SchemaNames> GetNamesAsync(CancellationToken cancellationToken) =>
        SchemaNames.Of((await _cache.GetObjectsAsync(_options, observer, cancellationToken).ConfigureAwait(false)).Select(o => o.Name));

    /// <inheritdoc/>
    /// <remarks>
    /// A composite request counts as one call, where each subrequest of a batch counts as one (REST API Developer Guide), and its
    /// subrequests have headers.
    /// </remarks>
    public async Task PrepareAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (names.Count < 2)
        {
            return;
        }

        var entries = names.Select(name => _cache.GetEntry(name, version)).ToList();
        var subrequests = entries.Select((entry, i) => new Subrequest("GET", entry.Resource, FormattableString.Invariant($"object{i}"))
        {
            Headers = entry.LastModified is { } time ? [new("If-Modified-Since", time)] : [],
        }).ToList();
        var now = session.Transport.Time.GetUtcNow();
        try
        {
            var results = new List<SubrequestResult>();
            foreach (var part in CompositePlan.Make(subrequests, new CompositeOptions { Kind = SfCompositeKind.Composite }))
            {
                results.AddRange((await _composite.SendAsync(part, cancellationToken).ConfigureAwait(false)).Results);
            }

            for (var i = 0; i < names.Count; i++)
            {
                if (Read(results[i], entries[i], now) is { } description)
                {
                    _prepared[names[i]] = description;
                }
            }
        }
        catch (SfRestException)
        {
            // Each object is requested separately, and has its own error if that fails, too.
        }
    }

    /// <inheritdoc/>
    public Task<SfObject> GetObjectAsync(string name, CancellationToken cancellationToken) =>
        _prepared.TryRemove(name, out var description)
            ? Task.FromResult(description)
            : _cache.GetObjectAsync(name, _options, observer, cancellationToken);

    /// <summary>The description; null if the subrequest failed.</summary>
    private static SfObject? Read(SubrequestResult result, DescribeEntry<SfObject> entry, DateTimeOffset now)
    {
        try
        {
            if (result.StatusCode == 304)
            {
                return entry.Confirm(now);
            }

            if (result.Error is not null)
            {
                return null;
            }

            using var document = JsonText.Parse(result.Body);
            return entry.Store(
                DescribeJson.ReadObject(DescribedElement.OfAnswer(document.RootElement)),
                result.Headers.GetValueOrDefault("Last-Modified"),
                now);
        }
        catch (Exception e) when (JsonText.IsMisread(e))
        {
            return null;
        }
    }
}
