namespace SalesforceJwt.LocalOrg;

/// <summary>Every request the org received, oldest first. Thread-safe.</summary>
public sealed class RequestLog
{
    private readonly Lock _gate = new();
    private readonly List<LoggedRequest> _requests = [];

    /// <summary>The requests so far.</summary>
    public IReadOnlyList<LoggedRequest> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Number of requests so far.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _requests.Count;
            }
        }
    }

    /// <summary>Removes all requests.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _requests.Clear();
        }
    }

    internal void Add(LoggedRequest request)
    {
        lock (_gate)
        {
            _requests.Add(request);
        }
    }
}
