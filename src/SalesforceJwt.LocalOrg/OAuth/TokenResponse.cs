using System.Text.Json.Serialization;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>The response to a sign-in. Salesforce never states how long a token is valid.</summary>
internal sealed record TokenResponse
{
    [JsonPropertyName("access_token")]
    public required string AccessToken { get; init; }

    [JsonPropertyName("refresh_token")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RefreshToken { get; init; }

    [JsonPropertyName("id_token")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IdToken { get; init; }

    /// <summary>HMAC-SHA256 of <see cref="Id"/> and <see cref="IssuedAt"/> with the consumer secret, in base64.</summary>
    [JsonPropertyName("signature")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Signature { get; init; }

    [JsonPropertyName("scope")]
    public required string Scope { get; init; }

    [JsonPropertyName("instance_url")]
    public required string InstanceUrl { get; init; }

    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("token_type")]
    public string TokenType { get; } = "Bearer";

    /// <summary>Milliseconds since the epoch, as text.</summary>
    [JsonPropertyName("issued_at")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IssuedAt { get; init; }
}
