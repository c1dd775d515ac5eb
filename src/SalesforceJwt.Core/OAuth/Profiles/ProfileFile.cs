using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SalesforceJwt.Core.OAuth.Profiles;

/// <summary>
/// The content of the profile file, kept as a JSON document: properties that this version does not know are written back unchanged.
/// </summary>
internal sealed class ProfileFile
{
    private const int Version = 1;

    private static readonly JsonNodeOptions AnyCase = new() { PropertyNameCaseInsensitive = true };

    // Nothing of it goes into HTML; names and paths stay readable.
    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _path;
    private readonly JsonObject _root;
    private readonly JsonObject _profiles;

    private ProfileFile(string path, JsonObject root, JsonObject profiles)
    {
        _path = path;
        _root = root;
        _profiles = profiles;
    }

    /// <summary>All profiles, by name.</summary>
    public IReadOnlyList<StoredProfile> Profiles { get; private init; } = [];

    /// <summary>The content for a file that is not there yet.</summary>
    public static ProfileFile Empty(string path)
    {
        var profiles = new JsonObject(AnyCase);
        return new ProfileFile(path, new JsonObject(AnyCase) { ["version"] = Version, ["profiles"] = profiles }, profiles);
    }

    /// <summary>Reads the file's content.</summary>
    /// <param name="path">The file, for errors.</param>
    /// <param name="content">Its bytes.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ProfileFileInvalid"/>.</exception>
    public static ProfileFile Parse(string path, byte[] content) => Guard(path, () =>
    {
        var root = JsonNode.Parse(StrictUtf8.GetString(content).TrimStart('\uFEFF'), AnyCase) as JsonObject
            ?? throw new JsonException("It is not a JSON object.");
        var version = root["version"] is JsonValue value && value.TryGetValue(out int number) && number > 0
            ? number
            : throw new JsonException("It has no \"version\".");
        if (version > Version)
        {
            throw new SfException(
                SfErrorKind.ProfileFileInvalid,
                $"The profile file '{path}' was written by a newer version of the module (format {version}; this one knows {Version}). "
                    + "It was not changed.",
                "Update the module, or name another file in the environment variable SF_PROFILE_PATH.");
        }

        var profiles = root["profiles"] as JsonObject ?? throw new JsonException("Its \"profiles\" is not a JSON object.");
        return new ProfileFile(path, root, profiles)
        {
            Profiles = [.. profiles.Select(p => ProfileJson.Read(p.Key, p.Value)).OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase)],
        };
    });

    /// <summary>Adds a profile, or replaces the one of the same name.</summary>
    public void Put(StoredProfile profile)
    {
        var entry = _profiles[profile.Name] as JsonObject ?? new JsonObject(AnyCase);

        // Removed first, so that the name has the case that is given now.
        _profiles.Remove(profile.Name);
        ProfileJson.Write(profile, entry);
        _profiles[profile.Name] = entry;
    }

    /// <summary>Removes a profile.</summary>
    public void Remove(string name) => _profiles.Remove(name);

    /// <summary>The file's new content.</summary>
    public byte[] ToBytes() => Guard(_path, () => StrictUtf8.GetBytes(_root.ToJsonString(Readable) + "\n"));

    private static T Guard<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new SfException(
                SfErrorKind.ProfileFileInvalid,
                $"The profile file '{path}' is damaged, and was not changed: {e.Message}",
                "Fix it by hand (it is JSON and holds no secret), or move it away and save the profiles again.",
                e);
        }
    }
}
