using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth;

/// <summary>One question to a token endpoint, or to one of its relatives.</summary>
internal sealed class TokenRequest
{
    /// <summary>The host that is asked.</summary>
    public required Uri LoginUrl { get; init; }

    /// <summary>The path of the endpoint.</summary>
    public string Path { get; init; } = "/services/oauth2/token";

    /// <summary>Gives what can be told of this attempt, should it fail.</summary>
    public required Func<LoginAttempt> Attempt { get; init; }

    /// <summary>Makes the form's fields, anew for every attempt: an assertion ages. It may take its time, while the connection is made.</summary>
    public required Func<Task<KeyValuePair<string, string>[]>> Form { get; init; }

    /// <summary>When it may be sent again: a second token does no harm, but an authorization code is good for one exchange.</summary>
    public RetrySafety RetrySafety { get; init; } = RetrySafety.ReadOnly;
}
