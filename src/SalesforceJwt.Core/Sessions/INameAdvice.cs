using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Sessions;

/// <summary>Adds the names that were probably meant to errors about names that the org does not have.</summary>
internal interface INameAdvice
{
    /// <summary>Whether an error is about names.</summary>
    bool Concerns(SfRestException error);

    /// <summary>The same error with the nearest names in its remedy; unchanged if none is near, or the org does not answer soon.</summary>
    /// <param name="session">The session of the call.</param>
    /// <param name="error">The error.</param>
    /// <param name="version">The API version of the call; null for the session's.</param>
    Task<SfRestException> AddAsync(
        SfSession session, SfRestException error, string? version, IHttpObserver? observer, CancellationToken cancellationToken);
}
