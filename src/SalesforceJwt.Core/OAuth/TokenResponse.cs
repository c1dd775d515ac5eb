using System.Text.Json;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth;

/// <summary>A token endpoint's successful answer (RFC 6749 section 5.1, with Salesforce's additions).</summary>
internal sealed record TokenResponse
{
    /// <summary>The access token (session id).</summary>
    public required string AccessToken { get; init; }

    /// <summary>The refresh token; null where none was granted.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>Where the org's API is.</summary>
    public required Uri InstanceUrl { get; init; }

    /// <summary>The identity URL, <c>https://host/id/ORGID/USERID</c>; null where the server sent none.</summary>
    public string? Id { get; init; }

    /// <summary>Granted scopes, separated by spaces; null where the server sent none.</summary>
    public string? Scope { get; init; }

    /// <summary><c>Bearer</c>.</summary>
    public string TokenType { get; init; } = "Bearer";

    /// <summary>When the token was issued, by this machine's clock.</summary>
    public DateTimeOffset IssuedAt { get; init; }

    /// <summary>Whether it was in the token cache: it may have ended in the meantime.</summary>
    public bool IsCached { get; init; }

    /// <summary>The org's 18-character id, out of <see cref="Id"/>.</summary>
    public string? OrganizationId => IdSegment(2);

    /// <summary>The user's 18-character id, out of <see cref="Id"/>.</summary>
    public string? UserId => IdSegment(1);

    /// <summary>Reads the JSON.</summary>
    /// <param name="json">The answer's body.</param>
    /// <param name="loginUrl">The login host that sent it.</param>
    /// <param name="allowedHosts">Hosts, besides Salesforce's own and the login host, that may receive the token.</param>
    /// <param name="now">The present time.</param>
    /// <returns>The answer; null where the JSON lacks what a success has to hold.</returns>
    /// <exception cref="JsonException">The body is no JSON.</exception>
    /// <exception cref="SfException"><see cref="SfErrorKind.InstanceUrlUntrusted"/>.</exception>
    internal static TokenResponse? Parse(
        ReadOnlyMemory<byte> json, Uri loginUrl, IReadOnlyCollection<string> allowedHosts, DateTimeOffset now)
    {
        using var document = JsonText.Parse(json);
        return From(name => document.RootElement.Text(name), loginUrl, allowedHosts, now);
    }

    /// <summary>
    /// Creates the answer from its fields, which came as JSON or the fragment of a callback URL (RFC 6749 section 4.2.2). Every token
    /// that a server sends is made here, and its instance checked.
    /// </summary>
    /// <param name="field">Gives a field's text; null where it is missing.</param>
    /// <param name="loginUrl">The login host that sent it.</param>
    /// <param name="allowedHosts">Hosts, besides Salesforce's own and the login host, that may receive the token.</param>
    /// <param name="now">The present time.</param>
    /// <returns>The answer; null where the fields lack what a success has to hold.</returns>
    /// <exception cref="SfException"><see cref="SfErrorKind.InstanceUrlUntrusted"/>.</exception>
    internal static TokenResponse? From(
        Func<string, string?> field, Uri loginUrl, IReadOnlyCollection<string> allowedHosts, DateTimeOffset now)
    {
        if (field("access_token") is not { } token || !SignInValue.IsToken(token)
            || !IsTokenOrMissing(field("refresh_token")) || !IsTokenOrMissing(field("token_type")) || !IsTokenOrMissing(field("id"))
            || !IsTokenOrMissing(field("instance_url"))
            || !Uri.TryCreate(field("instance_url"), UriKind.Absolute, out var instance)
            || instance.Scheme is not ("https" or "http"))
        {
            return null;
        }

        InstanceTrust.Require(instance, loginUrl, allowedHosts);
        return new TokenResponse
        {
            AccessToken = token,
            RefreshToken = field("refresh_token") is { Length: > 0 } refresh ? refresh : null,
            InstanceUrl = new Uri(instance.GetLeftPart(UriPartial.Authority)),
            Id = field("id"),
            Scope = field("scope"),
            TokenType = field("token_type") ?? "Bearer",
            IssuedAt = now,
        };
    }

    /// <summary>A line break in one of these would begin a header of its own in the next request.</summary>
    private static bool IsTokenOrMissing(string? value) => string.IsNullOrEmpty(value) || SignInValue.IsToken(value);

    /// <summary>Records print their members; this one holds a token.</summary>
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append("InstanceUrl = ").Append(InstanceUrl);
        return true;
    }

    private string? IdSegment(int fromEnd)
    {
        var parts = Id?.TrimEnd('/').Split('/');
        return parts is { Length: > 3 } ? parts[^fromEnd] : null;
    }
}
