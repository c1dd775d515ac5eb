using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth.Exchange;

/// <summary>Where the token comes from that is exchanged.</summary>
internal interface ISubjectTokenSource : IDisposable
{
    /// <summary>
    /// The secret with which tokens of this source are had, and what is asked for with it. Another value means other tokens; it is the same
    /// in all processes of a job.
    /// </summary>
    /// <exception cref="SfException">The secret is not available; the error says why and what to do.</exception>
    string Credential { get; }

    /// <summary>Gets the token, anew for each sign-in.</summary>
    /// <exception cref="SfException">The token is not available; the error says why and what to do.</exception>
    Task<string> GetAsync(HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken);
}
