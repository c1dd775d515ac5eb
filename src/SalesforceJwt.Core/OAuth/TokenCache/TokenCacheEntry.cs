using System.Globalization;
using System.Text;
using System.Text.Json;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth.TokenCache;

/// <summary>
/// One file of the token cache: whose token it is, in the clear; and the sealed token. The readable part is authenticated with the sealed
/// one, so that neither can be changed or put beside another.
/// </summary>
/// <param name="Subject">Whose token it is.</param>
/// <param name="SealedAt">When it was sealed.</param>
/// <param name="Seal">The sealed token.</param>
internal sealed record TokenCacheEntry(TokenCacheSubject Subject, DateTimeOffset SealedAt, TokenSeal Seal)
{
    private const int Version = 1;

    /// <summary>Seals a token.</summary>
    public static TokenCacheEntry Create(TokenCacheSubject subject, byte[] secret, TokenResponse token, DateTimeOffset now)
    {
        // Whole milliseconds, as the file has them.
        var sealedAt = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        var content = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string?>
        {
            ["access_token"] = token.AccessToken,
            ["instance_url"] = token.InstanceUrl.OriginalString,
            ["id"] = token.Id,
            ["scope"] = token.Scope,
            ["token_type"] = token.TokenType,
        });
        return new TokenCacheEntry(subject, sealedAt, TokenSeal.Create(secret, content, Header(subject, sealedAt)));
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
                        root.Text("token")),
                    DateTimeOffset.Parse(root.RequiredText("sealedAt"), CultureInfo.InvariantCulture),
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
        ["token"] = Subject.Token,
        ["sealedAt"] = Format(SealedAt),
        ["salt"] = Convert.ToBase64String(Seal.Salt),
        ["nonce"] = Convert.ToBase64String(Seal.Nonce),
        ["data"] = Convert.ToBase64String(Seal.Data),
    });

    /// <summary>The entry as users see it.</summary>
    public SfTokenCacheEntry ToModel(string path) => new(path)
    {
        Username = Subject.Username,
        LoginUrl = Subject.LoginUrl,
        ClientId = Subject.ClientId,
        Flow = Subject.Flow,
        SealedWith = Subject.Flow switch
        {
            nameof(GrantKind.JwtBearer) => "private key",
            nameof(GrantKind.ClientCredentials) => "consumer secret",
            nameof(GrantKind.RefreshToken) => "refresh token",
            _ => "password",
        },
        IssuedAt = SealedAt,
    };

    /// <summary>Opens the seal.</summary>
    /// <param name="secret">The secret of the subject.</param>
    /// <param name="loginUrl">The login host.</param>
    /// <param name="allowedHosts">Hosts, besides Salesforce's own and the login host, that may receive the token.</param>
    /// <returns>The token; null if it was sealed with another secret.</returns>
    /// <exception cref="SfException"><see cref="SfErrorKind.InstanceUrlUntrusted"/>.</exception>
    public TokenResponse? Open(byte[] secret, Uri loginUrl, IReadOnlyCollection<string> allowedHosts) =>
        Seal.Open(secret, Header(Subject, SealedAt)) is { } content
            && TokenResponse.Parse(content, loginUrl, allowedHosts, SealedAt) is { } token
            ? token with { IsCached = true } : null;

    private static byte[] Header(TokenCacheSubject subject, DateTimeOffset sealedAt) =>
        [.. subject.ToText(), .. Encoding.UTF8.GetBytes(Format(sealedAt))];

    private static string Format(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static byte[] Bytes(JsonElement root, string name) => Convert.FromBase64String(root.RequiredText(name));
}
