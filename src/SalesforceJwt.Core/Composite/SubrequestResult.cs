using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Composite;

/// <summary>The answer to a subrequest.</summary>
/// <param name="Subrequest">The subrequest.</param>
/// <param name="StatusCode">HTTP status; 0 if the outcome is unknown.</param>
/// <param name="Body">JSON in UTF-8; empty for none.</param>
internal sealed record SubrequestResult(Subrequest Subrequest, int StatusCode, ReadOnlyMemory<byte> Body)
{
    /// <summary>Its headers, such as <c>Location</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Why it failed; null where it did not.</summary>
    public SfRestException? Error { get; init; }
}
