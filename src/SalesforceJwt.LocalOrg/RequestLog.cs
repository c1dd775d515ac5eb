namespace SalesforceJwt.LocalOrg;

/// <summary>Every request the org got, oldest first. Safe to use from several threads.</summary>
public sealed class RequestLog
{
    private readonly Lock gate = new();
    private readonly List<LoggedRequest> requests = [];

    /// <summary>True keeps the whole <c>Authorization</c> header of the requests to come.</summary>
    public bool ShowAuthorization { get; set; }

    /// <summary>The requests until now.</summary>
    public IReadOnlyList<LoggedRequest> All
    {
        get
        {
            lock (gate)
            {
                return [.. requests];
            }
        }
    }

    /// <summary>Number of requests until now.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return requests.Count;
            }
        }
    }

    /// <summary>Forgets all requests.</summary>
    public void Clear()
    {
        lock (gate)
        {
            requests.Clear();
        }
    }

    internal void Add(LoggedRequest request)
    {
        lock (gate)
        {
            requests.Add(request);
        }
    }
}
