namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>An error response in the OAuth shape: <c>{"error", "error_description"}</c>.</summary>
internal sealed class OAuthException(string error, string description, int status = StatusCodes.Status400BadRequest)
    : Exception($"{error}: {description}")
{
    public string Error => error;

    public string Description => description;

    public int Status => status;

    public static OAuthException InvalidGrant(string description) => new("invalid_grant", description);

    public static OAuthException InvalidClient(int status = StatusCodes.Status400BadRequest) =>
        new("invalid_client", "invalid client credentials", status);
}
