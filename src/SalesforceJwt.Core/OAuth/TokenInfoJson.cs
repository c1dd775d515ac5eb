using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth;

/// <summary>Reads an introspection response (RFC 7662 section 2.2).</summary>
internal static class TokenInfoJson
{
    // The year 10000, where DateTimeOffset ends.
    private const long EndOfTime = 253_402_300_800;

    /// <summary>What the response says about the token; null if it is not an introspection response.</summary>
    public static SfTokenInfo? Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonText.Parse(json);
        var root = document.RootElement;
        return root.Flag("active") is { } active
            ? new SfTokenInfo(active)
            {
                Scope = root.Text("scope"),
                ClientId = root.Text("client_id"),
                Username = root.Text("username"),
                Subject = root.Text("sub"),
                TokenType = root.Text("token_type"),
                IssuedAt = Time("iat"),
                NotBefore = Time("nbf"),
                ExpiresAt = Time("exp"),
            }
            : null;

        DateTimeOffset? Time(string name) =>
            root.Number(name) is { } seconds and > 0 and < EndOfTime ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
    }
}
