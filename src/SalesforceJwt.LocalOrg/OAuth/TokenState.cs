using System.Text.Json.Serialization;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>The introspection response for a valid token.</summary>
internal sealed class TokenState(
    string scope, ConnectedApp app, OrgUser user, string identityUrl, string tokenType, DateTimeOffset issuedAt, DateTimeOffset? expiresAt)
{
    [JsonPropertyName("active")]
    public bool IsActive { get; } = true;

    [JsonPropertyName("scope")]
    public string Scope => scope;

    [JsonPropertyName("client_id")]
    public string ClientId => app.ConsumerKey;

    [JsonPropertyName("username")]
    public string Username => user.Username;

    [JsonPropertyName("sub")]
    public string Subject => identityUrl;

    [JsonPropertyName("token_type")]
    public string TokenType => tokenType;

    /// <summary>Seconds since the epoch; omitted for a refresh token that is valid until it is revoked.</summary>
    [JsonPropertyName("exp")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ExpiresAt => expiresAt?.ToUnixTimeSeconds();

    [JsonPropertyName("iat")]
    public long IssuedAt => issuedAt.ToUnixTimeSeconds();

    [JsonPropertyName("nbf")]
    public long NotBefore => IssuedAt;
}
