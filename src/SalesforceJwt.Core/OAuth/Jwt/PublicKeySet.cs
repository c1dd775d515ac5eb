using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.Core.OAuth.Jwt;

/// <summary>
/// The keys that an issuer publishes to verify its tokens with: a JSON Web Key Set (RFC 7517), of which the RSA keys count.
/// </summary>
internal sealed class PublicKeySet
{
    private readonly List<(string? Id, RSAParameters Key)> _keys;

    private PublicKeySet(List<(string? Id, RSAParameters Key)> keys) => _keys = keys;

    /// <summary>Reads a key set.</summary>
    /// <param name="json">UTF-8 text.</param>
    /// <returns>Null if it is not one.</returns>
    public static PublicKeySet? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonText.Parse(json);
            return document.RootElement.Member("keys") is { ValueKind: JsonValueKind.Array } keys
                ? new PublicKeySet([.. keys.EnumerateArray().Select(Read).OfType<(string? Id, RSAParameters Key)>()])
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads a key set of a file.</summary>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.KeyFileNotFound"/>, <see cref="SfErrorKind.KeyFileUnreadable"/> or
    /// <see cref="SfErrorKind.KeyFormatUnknown"/>.
    /// </exception>
    public static PublicKeySet FromFile(string path)
    {
        const string Remedy = "Save what the issuer publishes, at Salesforce https://NAME.my.salesforce.com/id/keys.";
        try
        {
            var bytes = SmallFile.ReadBytes(path, ExpectedAnswer.LongestShort);
            return (bytes is null ? null : Parse(bytes)) ?? throw new SfException(
                SfErrorKind.KeyFormatUnknown, $"'{path}' is not a JSON Web Key Set: {{ \"keys\": [ … ] }}.", Remedy);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SfException(SfErrorKind.KeyFileNotFound, $"There is no file '{path}'.", Remedy, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SfException(SfErrorKind.KeyFileUnreadable, $"'{path}' cannot be read: {e.Message}", innerException: e);
        }
    }

    /// <summary>The key that a token names; for one that names none, the only key. Null if there is none.</summary>
    /// <param name="id">The token's <c>kid</c>.</param>
    public RSAParameters? Find(string? id)
    {
        if (id is null)
        {
            return _keys is [var only] ? only.Key : null;
        }

        // Two keys with one id name neither of them.
        return _keys.Where(key => key.Id == id).Take(2).ToList() is [var found] ? found.Key : null;
    }

    /// <summary>
    /// A key; null for one that verifies no signatures of RSA, or is too small to be trusted. Certificates in it are not read.
    /// </summary>
    private static (string? Id, RSAParameters Key)? Read(JsonElement key)
    {
        if (key.Text("kty") != "RSA" || key.Text("use") is not (null or "sig")
            || key.Text("n") is not { } modulus || key.Text("e") is not { } exponent)
        {
            return null;
        }

        try
        {
            var parameters = new RSAParameters
            {
                Modulus = Base64UrlEncoder.DecodeBytes(modulus),
                Exponent = Base64UrlEncoder.DecodeBytes(exponent),
            };
            using var rsa = RSA.Create(parameters);
            return rsa.KeySize < SfPrivateKey.MinimumKeySize ? null : (key.Text("kid"), parameters);
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
