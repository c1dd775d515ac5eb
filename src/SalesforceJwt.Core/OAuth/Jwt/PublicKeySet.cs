using System.Text.Json;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.Core.OAuth.Jwt;

/// <summary>
/// The keys that an issuer publishes to verify its tokens with: a JSON Web Key Set (RFC 7517). Only its RSA and elliptic curve keys
/// for signatures are read.
/// </summary>
internal sealed class PublicKeySet
{
    private readonly List<PublishedKey> _keys;

    private PublicKeySet(List<PublishedKey> keys) => _keys = keys;

    /// <summary>Reads a key set.</summary>
    /// <param name="json">UTF-8 text.</param>
    /// <returns>Null if it is not one.</returns>
    public static PublicKeySet? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonText.Parse(json);
            return document.RootElement.Member("keys") is { ValueKind: JsonValueKind.Array } keys
                ? new PublicKeySet([.. keys.EnumerateArray().Select(Read).OfType<PublishedKey>()])
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
        const string Remedy =
            "Save the keys that the issuer publishes; Salesforce publishes them at https://NAME.my.salesforce.com/id/keys.";
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

    /// <summary>
    /// The key that a token names, among those that make signatures of its algorithm; if it names none, the only such key. Null if there
    /// is none.
    /// </summary>
    /// <param name="id">The token's <c>kid</c>.</param>
    /// <param name="algorithm">The token's <c>alg</c>.</param>
    public PublishedKey? Find(string? id, string? algorithm)
    {
        var isOfCurve = PublishedKey.IsOfCurve(algorithm);

        // Two keys with one id name neither of them.
        return _keys.Where(key => key.Curve is not null == isOfCurve && (id is null || key.Id == id)).Take(2).ToList() is [var found]
            ? found
            : null;
    }

    /// <summary>Reads a key; null for one that verifies no signatures, or is too small to be trusted.</summary>
    private static PublishedKey? Read(JsonElement key)
    {
        if (key.Text("use") is not (null or "sig"))
        {
            return null;
        }

        var id = key.Text("kid");
        return key.Text("kty") switch
        {
            "RSA" when PublicKeyJson.ReadRsa(key) is { } rsa && RsaKey.SizeOf(rsa) >= SfPrivateKey.MinimumKeySize => new(id, rsa, null),
            "EC" when PublicKeyJson.ReadEllipticCurve(key) is { } curve => new(id, null, curve),
            _ => null,
        };
    }
}
