using System.Text;
using System.Text.RegularExpressions;

namespace SalesforceJwt.Fuzz.Tests.Support;

/// <summary>The examples in files.</summary>
internal static partial class Seeds
{
    /// <summary>The password of the keys that have one. They were made for this and are used nowhere else.</summary>
    public const string KeyPassword = "throw-away";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Seeds");
    private static readonly string Keys = Path.Combine(Folder, "keys");

    public static byte[] Key(string name) => File.ReadAllBytes(Path.Combine(Keys, name));

    public static IReadOnlyList<byte[]> AllKeys =>
        [.. Directory.EnumerateFiles(Keys).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    public static IReadOnlyList<byte[]> Texts(params IEnumerable<string> texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    /// <summary>JSON of a file, in which {token} and {refresh} are the secrets and {other} is the JSON of another file.</summary>
    public static string Json(string name) => Place().Replace(
        File.ReadAllText(Path.Combine(Folder, "json", name + ".json")).TrimEnd(),
        match => match.Groups["name"].Value switch
        {
            "token" => Org.Token,
            "refresh" => Org.Refresh,
            var other => Json(other),
        });

    [GeneratedRegex(@"\{(?<name>[a-z-]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
