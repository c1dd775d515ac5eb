using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth.Exchange;

/// <summary>The source of the token that is exchanged.</summary>
internal interface ISubjectTokenSource : IDisposable
{
    /// <summary>
    /// The secret with which this source gets its tokens, and what it requests with it. Another value means other tokens; it is the same in
    /// all processes of a job.
    /// </summary>
    /// <exception cref="SfException">The secret is not available; the error says why and what to do.</exception>
    string Credential { get; }

    /// <summary>Gets a token for a sign-in; called for each one.</summary>
    /// <exception cref="SfException">The token is not available; the error says why and what to do.</exception>
    Task<string> GetAsync(HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken);
}
