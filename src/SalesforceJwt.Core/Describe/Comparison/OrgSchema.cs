using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Describe.Comparison;

/// <summary>The objects of an org, as its user sees them.</summary>
/// <param name="session">The session.</param>
/// <param name="version">The API version: both sides need the same, since later ones have more fields.</param>
internal sealed class OrgSchema(SfSession session, string version, IHttpObserver? observer) : ISchema
{
    private readonly DescribeCache _cache = DescribeCache.Of(session);
    private readonly DescribeOptions _options = new() { ApiVersion = version };

    /// <inheritdoc/>
    public async Task<SchemaNames> GetNamesAsync(CancellationToken cancellationToken) =>
        SchemaNames.Of((await _cache.GetObjectsAsync(_options, observer, cancellationToken).ConfigureAwait(false)).Select(o => o.Name));

    /// <inheritdoc/>
    public Task<SfObject> GetObjectAsync(string name, CancellationToken cancellationToken) =>
        _cache.GetObjectAsync(name, _options, observer, cancellationToken);
}
