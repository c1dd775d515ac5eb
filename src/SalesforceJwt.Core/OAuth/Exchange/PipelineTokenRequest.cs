using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth.Exchange;

/// <summary>A request to the token service of a CI system.</summary>
/// <param name="System">The system's name, for errors.</param>
/// <param name="Method">GET, or POST with an empty body.</param>
/// <param name="Url">The address.</param>
/// <param name="Bearer">The secret that the system gives to the job for this request.</param>
/// <param name="Field">The member of the answer that holds the token.</param>
/// <param name="Advice">What to do if it fails.</param>
internal sealed record PipelineTokenRequest(string System, HttpMethod Method, Uri Url, string Bearer, string Field, Advice Advice)
{
    /// <summary>Further headers, which hold no secret.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Sends it.</summary>
    /// <exception cref="SfException">No token came; the error says why and what to do.</exception>
    public async Task<string> SendAsync(
        HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        var call = new PipelineTokenCall(this, transport.Time)
        {
            Timeouts = options.Timeouts,
            Retry = options.Retry,
            Observer = observer,
            MaximumRedirects = 0,
        };
        await transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
        return call.Token!;
    }

    /// <summary>Records print their members; this one holds a secret.</summary>
    private bool PrintMembers(global::System.Text.StringBuilder builder)
    {
        builder.Append("System = ").Append(System).Append(", Host = ").Append(Url.Host);
        return true;
    }
}
