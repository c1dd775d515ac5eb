using System.Globalization;
using System.Text;
using System.Text.Json;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth.TokenCache;

/// <summary>
/// One file of the token cache: a readable part, which identifies the tokens, and the sealed tokens. The readable part is authenticated
/// with the sealed one: a part that was changed, or combined with another entry's, is detected.
/// </summary>
/// <param name="Subject">Identifies the tokens.</param>
/// <param name="User">The user, as the org named them; null while unknown, or if the subject names the user.</param>
/// <param name="IssuedAt">When the access token was issued.</param>
/// <param name="Seal">The sealed tokens.</param>
internal sealed record TokenCacheEntry(TokenCacheSubject Subject, string? User, DateTimeOffset IssuedAt, TokenSeal Seal)
{
    private const int Version = 1;

    /// <summary>Seals an access token, and its refresh token if there is one.</summary>
    public static TokenCacheEntry Create(TokenCacheSubject subject, string? user, byte[] secret, TokenResponse token)
    {
        // Whole milliseconds, as the file has them.
        var issuedAt = DateTimeOffset.FromUnixTimeMilliseconds(token.IssuedAt.ToUnixTimeMilliseconds());
        var content = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string?>
        {
            ["access_token"] = token.AccessToken,
            ["refresh_token"] = token.RefreshToken,
            ["instance_url"] = token.InstanceUrl.OriginalString,
            ["id"] = token.Id,
            ["scope"] = token.Scope,
            ["token_type"] = token.TokenType,
        });
        return new TokenCacheEntry(subject, user, issuedAt, TokenSeal.Create(secret, content, Header(subject, user, issuedAt)));
    }

    /// <summary>Reads a file's content.</summary>
    /// <returns>The entry; null if it is not one, or of another version.</returns>
    public static TokenCacheEntry? Parse(byte[] content)
    {
        try
        {
            using var json = JsonText.Parse(content);
            var root = json.RootElement;
            return root.TryGetProperty("version", out var version) && version.GetInt32() == Version
                ? new TokenCacheEntry(
                    new TokenCacheSubject(
                        root.RequiredText("flow"), root.RequiredText("loginUrl"), root.RequiredText("clientId"), root.Text("username"),
                        root.Text("credential"), root.Text("scope"), root.Text("vault")),
                    root.Text("user"),
                    DateTimeOffset.Parse(root.RequiredText("issuedAt"), CultureInfo.InvariantCulture),
                    new TokenSeal(Bytes(root, "salt"), Bytes(root, "nonce"), Bytes(root, "data")))
                : null;
        }
        catch (Exception e) when (e is FormatException || JsonText.IsMisread(e))
        {
            return null;
        }
    }

    /// <summary>The file's content.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?>
    {
        ["version"] = Version,
        ["flow"] = Subject.Flow,
        ["loginUrl"] = Subject.LoginUrl,
        ["clientId"] = Subject.ClientId,
        ["username"] = Subject.Username,
        ["credential"] = Subject.Credential,
        ["scope"] = Subject.Scope,
        ["vault"] = Subject.Vault,
        ["user"] = User,
        ["issuedAt"] = Format(IssuedAt),
        ["salt"] = Convert.ToBase64String(Seal.Salt),
        ["nonce"] = Convert.ToBase64String(Seal.Nonce),
        ["data"] = Convert.ToBase64String(Seal.Data),
    });

    /// <summary>The entry as users see it.</summary>
    public SfTokenCacheEntry ToModel(string path) => new(path)
    {
        Username = User ?? Subject.Username,
        LoginUrl = Subject.LoginUrl,
        ClientId = Subject.ClientId,
        Flow = Subject.Flow,
        SealedWith = Subject.Flow switch
        {
            nameof(GrantKind.JwtBearer) => "private key",
            nameof(GrantKind.ClientCredentials) => "consumer secret",
            nameof(GrantKind.RefreshToken) => "refresh token",
            nameof(GrantKind.Password) => "password",
            nameof(GrantKind.TokenExchange) => "subject token or CI job",
            _ => Subject.Vault is null ? "system key store" : $"vault {Subject.Vault}",
        },
        IssuedAt = IssuedAt,
    };

    /// <summary>Opens the seal.</summary>
    /// <param name="secret">The secret of the subject.</param>
    /// <param name="loginUrl">The login host.</param>
    /// <param name="allowedHosts">Hosts, besides Salesforce's own and the login host, that may receive the token.</param>
    /// <returns>The tokens; null if they were sealed with another secret.</returns>
    /// <exception cref="SfException"><see cref="SfErrorKind.InstanceUrlUntrusted"/>.</exception>
    public TokenResponse? Open(byte[] secret, Uri loginUrl, IReadOnlyCollection<string> allowedHosts) =>
        Seal.Open(secret, Header(Subject, User, IssuedAt)) is { } content
            && TokenResponse.Parse(content, loginUrl, allowedHosts, IssuedAt) is { } token
            ? token with { IsCached = true } : null;

    private static byte[] Header(TokenCacheSubject subject, string? user, DateTimeOffset issuedAt) =>
        [.. subject.ToText(), .. Encoding.UTF8.GetBytes($"{user}\n{Format(issuedAt)}")];

    private static string Format(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static byte[] Bytes(JsonElement root, string name) => Convert.FromBase64String(root.RequiredText(name));
}
