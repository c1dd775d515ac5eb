using System.Text.Json;
using System.Text.Json.Nodes;

namespace SalesforceJwt.Core.OAuth.Profiles;

/// <summary>One profile, to and from its JSON.</summary>
internal static class ProfileJson
{
    /// <summary>Reads a profile. A missing value is null; the sign-in that needs it reports it.</summary>
    /// <exception cref="JsonException">Something in it is of another type.</exception>
    public static StoredProfile Read(string name, JsonNode? node)
    {
        var entry = node as JsonObject ?? throw new JsonException($"The profile \"{name}\" is not a JSON object.");
        return new StoredProfile
        {
            Name = name,
            LoginUrl = Text(entry, name, "loginUrl"),
            ClientId = Text(entry, name, "clientId"),
            Username = Text(entry, name, "username"),
            Audience = Text(entry, name, "audience"),
            ApiVersion = Text(entry, name, "apiVersion"),
            Key = Location(entry, name, "key"),
            KeyPassword = Location(entry, name, "keyPassword"),
            CertificatePath = Text(entry, name, "certificatePath"),
            UseTokenCache = Flag(entry, name, "useTokenCache"),
        };
    }

    /// <summary>Writes a profile to an entry; properties of other names stay.</summary>
    public static void Write(StoredProfile profile, JsonObject entry)
    {
        Set(entry, "loginUrl", profile.LoginUrl);
        Set(entry, "clientId", profile.ClientId);
        Set(entry, "username", profile.Username);
        Set(entry, "audience", profile.Audience);
        Set(entry, "apiVersion", profile.ApiVersion);
        Set(entry, "key", Json(profile.Key));
        Set(entry, "keyPassword", Json(profile.KeyPassword));
        Set(entry, "certificatePath", profile.CertificatePath);
        Set(entry, "useTokenCache", profile.UseTokenCache);
    }

    private static void Set(JsonObject entry, string property, JsonNode? value)
    {
        entry.Remove(property);
        if (value is not null)
        {
            entry[property] = value;
        }
    }

    private static string? Text(JsonObject entry, string profile, string property) => entry[property] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => throw new JsonException($"\"{property}\" of the profile \"{profile}\" is not text."),
    };

    private static bool? Flag(JsonObject entry, string profile, string property) => entry[property] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        _ => throw new JsonException($"\"{property}\" of the profile \"{profile}\" is neither true nor false."),
    };

    private static JsonObject? Json(SecretLocation? location)
    {
        if (location is null)
        {
            return null;
        }

        var json = new JsonObject { [SecretLocation.Name(location.Kind)] = location.Value };
        Set(json, "vault", location.Vault);
        Set(json, "certificate", location.Certificate);
        return json;
    }

    /// <summary>Null for a place of an unknown kind, which a newer version wrote.</summary>
    private static SecretLocation? Location(JsonObject entry, string profile, string property)
    {
        if (entry[property] is not { } node)
        {
            return null;
        }

        var json = node as JsonObject ?? throw new JsonException($"\"{property}\" of the profile \"{profile}\" is not a JSON object.");
        var found = Enum.GetValues<SecretLocationKind>()
            .Select(kind => (Kind: kind, Value: Text(json, profile, SecretLocation.Name(kind))))
            .Where(place => place.Value is not null)
            .ToList();
        return found switch
        {
            [] => null,
            [var (kind, value)] => new SecretLocation(kind, value!, Text(json, profile, "vault"), Text(json, profile, "certificate")),
            _ => throw new JsonException($"\"{property}\" of the profile \"{profile}\" names more than one place."),
        };
    }
}
