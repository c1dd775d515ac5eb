using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Describe;

/// <summary>
/// Descriptions of the org's objects, cached for the session and revalidated (<c>If-Modified-Since</c>, status 304). Thread-safe:
/// concurrent calls for the same description share one request.
/// </summary>
internal sealed class DescribeCache
{
    private static readonly ConditionalWeakTable<SfSession, DescribeCache> Caches = [];

    private readonly SfSession _session;
    private readonly ConcurrentDictionary<string, DescribeEntry<IReadOnlyList<SfObjectInfo>>> _lists = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DescribeEntry<SfObject>> _objects = new(StringComparer.OrdinalIgnoreCase);

    private DescribeCache(SfSession session) => _session = session;

    /// <summary>The cache of a session, which lives as long as the session.</summary>
    public static DescribeCache Of(SfSession session) => Caches.GetValue(session, static s => new DescribeCache(s));

    /// <summary>All objects that the user can see, by name.</summary>
    /// <exception cref="SfException">The call failed; the error says why and what to do.</exception>
    public async Task<IReadOnlyList<SfObjectInfo>> GetObjectsAsync(
        DescribeOptions? options = null, IHttpObserver? observer = null, CancellationToken cancellationToken = default)
    {
        options ??= new DescribeOptions();
        var version = await VersionAsync(options, observer, cancellationToken).ConfigureAwait(false);
        return await _lists.GetOrAdd(version, _ => new DescribeEntry<IReadOnlyList<SfObjectInfo>>("sobjects", DescribeJson.ReadListAsync))
            .GetAsync(_session, version, options, observer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The description of one object, with its fields.</summary>
    /// <param name="name">Its API name; case does not matter.</param>
    /// <exception cref="SfException">The call failed; the error says why and what to do.</exception>
    public async Task<SfObject> GetObjectAsync(
        string name, DescribeOptions? options = null, IHttpObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ApiName.Require(name, "an object");
        options ??= new DescribeOptions();
        var version = await VersionAsync(options, observer, cancellationToken).ConfigureAwait(false);
        var entry = GetEntry(name, version);
        try
        {
            return await entry.GetAsync(_session, version, options, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (SfRestException e) when (e.StatusCode == 404)
        {
            // Names that do not exist are not cached.
            _objects.TryRemove(Key(name, version), out _);
            throw;
        }
    }

    /// <summary>What is cached of an object, for a caller that requests several in one call.</summary>
    /// <param name="name">Its API name; case does not matter.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.NameInvalid"/>.</exception>
    public DescribeEntry<SfObject> GetEntry(string name, string version)
    {
        ApiName.Require(name, "an object");
        return _objects.GetOrAdd(
            Key(name, version), _ => new DescribeEntry<SfObject>($"sobjects/{name}/describe", DescribeJson.ReadObjectAsync));
    }

    private static string Key(string name, string version) => $"{version}/{name}";

    private async ValueTask<string> VersionAsync(DescribeOptions options, IHttpObserver? observer, CancellationToken cancellationToken) =>
        options.ApiVersion ?? await _session.GetApiVersionAsync(observer, cancellationToken).ConfigureAwait(false);
}
