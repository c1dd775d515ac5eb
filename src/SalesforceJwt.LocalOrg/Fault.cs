namespace SalesforceJwt.LocalOrg;

/// <summary>A failure to be met by the next requests that match.</summary>
public sealed class Fault
{
    /// <summary>HTTP method to match; null matches all.</summary>
    public string? Method { get; set; }

    /// <summary>Start of the path, or a regular expression found in it; null matches all.</summary>
    public string? Path { get; set; }

    /// <summary>Number of requests that fail; 0 is all of them.</summary>
    public int Times { get; set; } = 1;

    /// <summary>Number of matching requests that pass before the first one fails.</summary>
    public int Skip { get; set; }

    /// <summary>What happens.</summary>
    public FaultKind Kind { get; set; }

    /// <summary>The status; 503 by default.</summary>
    public int? Status { get; set; }

    /// <summary>Error code in the standard body: <c>errorCode</c> of the REST shape, <c>error</c> of the OAuth shape below <c>/services/oauth2</c>.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>Message in the standard body.</summary>
    public string? Message { get; set; }

    /// <summary>A whole body in place of the standard one.</summary>
    public string? Body { get; set; }

    /// <summary>Content type of <see cref="Body"/>; JSON by default.</summary>
    public string? ContentType { get; set; }

    /// <summary>More response headers, such as <c>Retry-After</c>.</summary>
    public Dictionary<string, string> Headers { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Wait of <see cref="FaultKind.Delay"/> and <see cref="FaultKind.SlowDrip"/>.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Act on the request first, then fail it.</summary>
    public bool AfterActing { get; set; }
}
