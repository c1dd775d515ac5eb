using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth;

/// <summary>One request to the token endpoint, or to a related one.</summary>
internal sealed class TokenRequest
{
    /// <summary>The login host.</summary>
    public required Uri LoginUrl { get; init; }

    public string Path { get; init; } = "/services/oauth2/token";

    /// <summary>The public part of the request, for its errors.</summary>
    public required Func<LoginAttempt> Attempt { get; init; }

    /// <summary>
    /// Makes the form's fields, again for every attempt, since an assertion expires. It runs while the connection is made.
    /// </summary>
    public required Func<Task<KeyValuePair<string, string>[]>> Form { get; init; }

    /// <summary>
    /// Runs before each attempt, and nothing is sent until it has ended: what takes long, or may fail, and must not cost a sign-in.
    /// </summary>
    public Func<CancellationToken, Task> Prepare { get; init; } = static _ => Task.CompletedTask;

    /// <summary>When it may be sent again: a second token does no harm, but an authorization code is good for one exchange.</summary>
    public RetrySafety RetrySafety { get; init; } = RetrySafety.ReadOnly;
}
