using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Records;

/// <summary>Collects ids or external ids into requests: of one object each, as many as a request takes.</summary>
/// <param name="session">The session.</param>
/// <param name="options">What is asked for.</param>
internal sealed class FetchBatcher(SfSession session, FetchOptions options, IHttpObserver? observer = null)
{
    private List<string> _keys = [];
    private RecordFetcher? _fetcher;
    private string? _type;

    /// <summary>Adds a record.</summary>
    /// <param name="type">API name of its object.</param>
    /// <param name="key">Its id or external id.</param>
    /// <returns>A request that is ready to be sent; null if there is none yet.</returns>
    /// <exception cref="SfException"><see cref="SfErrorKind.NameInvalid"/>.</exception>
    public FetchBatch? Add(string type, string key)
    {
        FetchBatch? ready = null;
        if (_fetcher is null || !type.Equals(_type, StringComparison.OrdinalIgnoreCase))
        {
            var fetcher = new RecordFetcher(session, ApiName.Require(type, "an object"), options, observer);
            ready = Flush();
            (_fetcher, _type) = (fetcher, type);
        }

        _keys.Add(key);
        return ready ?? (_keys.Count == _fetcher.BatchSize ? Flush() : null);
    }

    /// <summary>The remaining records; null if there are none.</summary>
    public FetchBatch? Flush()
    {
        if (_keys.Count == 0)
        {
            return null;
        }

        var batch = new FetchBatch(_fetcher!, _keys);
        _keys = [];
        return batch;
    }
}
