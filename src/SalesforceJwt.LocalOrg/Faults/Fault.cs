namespace SalesforceJwt.LocalOrg;

/// <summary>A failure of the next requests that match.</summary>
public sealed class Fault
{
    /// <summary>HTTP method to match; null matches all.</summary>
    public string? Method { get; set; }

    /// <summary>Start of the path, or a regular expression found in it; null matches all.</summary>
    public string? Path { get; set; }

    /// <summary>Number of requests that fail; 0 for all.</summary>
    public int Times { get; set; } = 1;

    /// <summary>Number of matching requests that succeed before the first one fails.</summary>
    public int Skip { get; set; }

    /// <summary>How the request fails.</summary>
    public FaultKind Kind { get; set; }

    /// <summary>The status; 503 by default.</summary>
    public int? Status { get; set; }

    /// <summary>Error code in the standard body: <c>errorCode</c>, or <c>error</c> below <c>/services/oauth2</c>.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>Message in the standard body.</summary>
    public string? Message { get; set; }

    /// <summary>A body that replaces the standard one.</summary>
    public string? Body { get; set; }

    /// <summary>Content type of <see cref="Body"/>; JSON by default.</summary>
    public string? ContentType { get; set; }

    /// <summary>Additional response headers, such as <c>Retry-After</c>.</summary>
    public Dictionary<string, string> Headers { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The delay of <see cref="FaultKind.Delay"/> and <see cref="FaultKind.SlowDrip"/>.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>
    /// Whether it concerns the subrequests of composite, graph and batch requests, in place of requests. Of these, only
    /// <see cref="FaultKind.Status"/> with a body of JSON and <see cref="FaultKind.Delay"/> can happen to a subrequest.
    /// </summary>
    public bool Subrequests { get; set; }

    /// <summary>Process the request first, then fail.</summary>
    public bool AfterActing { get; set; }

    internal bool EndsSession => Kind is FaultKind.ExpireSession or FaultKind.RevokeToken or FaultKind.FreezeUser;
}
