namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>An error response in the OAuth shape: <c>{"error", "error_description"}</c>.</summary>
internal sealed class OAuthException(string error, string description, int status = StatusCodes.Status400BadRequest)
    : Exception($"{error}: {description}")
{
    public string Error => error;

    public string Description => description;

    public int Status => status;

    /// <summary>The user who could not sign in; null if unknown.</summary>
    public OrgUser? User { get; private init; }

    /// <summary>What the login history says about it.</summary>
    public string? LoginStatus { get; private init; }

    /// <summary>The same error for a user, in whose login history it is.</summary>
    public OAuthException For(OrgUser? user, string loginStatus) =>
        new(error, description, status) { User = user, LoginStatus = loginStatus };

    public static OAuthException InvalidGrant(string description) => new("invalid_grant", description);

    public static OAuthException InvalidClient(int status = StatusCodes.Status400BadRequest) =>
        new("invalid_client", "invalid client credentials", status);
}
